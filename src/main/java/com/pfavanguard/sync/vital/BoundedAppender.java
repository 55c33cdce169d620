package com.pfavanguard.sync.vital;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.LoggerFactory;

/**
 * Limits the warnings and errors of libraries to {@value #LINES_A_MINUTE} lines a minute with the same beginning. A
 * broker without disk space or a misbehaving peer made them log thousands a second. An appender on their loggers that
 * forwards to the root's appenders; a turbo filter would cost time in every logger.
 */
public final class BoundedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String NAME = "bounded";
    private static final int LINES_A_MINUTE = 20;
    private static final int MOST_KINDS = 200;

    // Covers Artemis' message number or the first words; an address or id often follows.
    private static final int LENGTH_OF_A_KIND = 30;

    private static volatile BoundedLog lines = counts();

    private final Logger root;

    private BoundedAppender(Logger root) {
        this.root = root;
    }

    private static BoundedLog counts() {
        return new BoundedLog(LINES_A_MINUTE, Duration.ofMinutes(1), MOST_KINDS, System::nanoTime);
    }

    /** Resets the counts, for the next application in the same process. */
    public static void countAnew() {
        lines = counts();
    }

    /** Adds this appender to these loggers, for them and those below. Idempotent. */
    public static synchronized void install(String... loggers) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            for (String name : loggers) {
                Logger logger = logback.getLogger(name);
                if (logger.getAppender(NAME) == null) {
                    BoundedAppender bounded = new BoundedAppender(logback.getLogger(Logger.ROOT_LOGGER_NAME));
                    bounded.setName(NAME);
                    bounded.setContext(logback);
                    bounded.start();
                    logger.addAppender(bounded);
                    logger.setAdditive(false);
                }
            }
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        handOn(event, root);
    }

    /** Forwards a line to this logger's appenders unless its limit is reached. */
    public static void handOn(ILoggingEvent event, Logger logger) {
        if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
            // Before the limit can suppress the line.
            OutOfMemory.endProcessIf(thrown.getThrowable());
        }
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            // INFO and below is logged only on request, and then completely.
            logger.callAppenders(event);
            return;
        }
        OptionalLong heldBack = lines.take(kind(event));
        if (heldBack.isPresent()) {
            if (heldBack.getAsLong() > 0) {
                logger.callAppenders(heldBack(event, heldBack.getAsLong()));
            }
            logger.callAppenders(event);
        }
    }

    private static String kind(ILoggingEvent event) {
        String format = String.valueOf(event.getMessage());
        String beginning = format.length() > LENGTH_OF_A_KIND ? format.substring(0, LENGTH_OF_A_KIND) : format;
        return event.getLevel() + event.getLoggerName() + beginning;
    }

    private static LoggingEvent heldBack(ILoggingEvent event, long lines) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        return new LoggingEvent(
                BoundedAppender.class.getName(),
                context.getLogger(event.getLoggerName()),
                Level.WARN,
                "{} lines like the next one were not logged",
                null,
                new Object[] {lines});
    }
}
