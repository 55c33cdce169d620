package com.pfavanguard.sync.vital;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BoundedAppenderTests {

    private static final int MANY = 1_000;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger library = (Logger) LoggerFactory.getLogger("test.library." + UUID.randomUUID());
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @BeforeEach
    void install() {
        written.start();
        root.addAppender(written);
        library.setLevel(Level.DEBUG);
        BoundedAppender.install(library.getName());
    }

    @AfterEach
    void remove() {
        root.detachAppender(written);
    }

    private long lines(Level level) {
        return written.list.stream()
                .filter(event -> event.getLoggerName().equals(library.getName()) && event.getLevel() == level)
                .count();
    }

    @Test
    void warningsThatBeginAlikeAreFew() {
        for (int i = 0; i < MANY; i++) {
            library.warn("AMQ229102: a peer without manners did something, number " + i);
        }

        assertThat(lines(Level.WARN)).isBetween(1L, 50L);
    }

    @Test
    void otherLinesAreWrittenInFull() {
        for (int i = 0; i < MANY; i++) {
            library.debug("what somebody wanted to see");
        }

        assertThat(lines(Level.DEBUG)).isEqualTo(MANY);
    }
}
