package com.pfavanguard.sync.broker;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import com.pfavanguard.sync.vital.BoundedAppender;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.slf4j.LoggerFactory;

/**
 * Drops four warnings that Artemis logs for each client that hangs up without DISCONNECT, as producers do when they
 * end. Passes on everything else; a session that ends for another reason is still reported with it (AMQ222067). Is an
 * appender of two loggers and not a turbo filter, which every logger would call for every line.
 */
final class QuietHangUps extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String NAME = "quiet-hang-ups";
    private static final String SERVER = "org.apache.activemq.artemis.core.server";
    private static final String STOMP = "org.apache.activemq.artemis.core.protocol.stomp";

    private final Logger root;

    private QuietHangUps(Logger root) {
        this.root = root;
    }

    /** Starts dropping them. Idempotent. */
    static synchronized void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            for (String name : List.of(SERVER, STOMP)) {
                Logger logger = logback.getLogger(name);
                if (logger.getAppender(NAME) == null) {
                    QuietHangUps quiet = new QuietHangUps(logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME));
                    quiet.setName(NAME);
                    quiet.setContext(logback);
                    quiet.start();
                    logger.addAppender(quiet);
                    logger.setAdditive(false);
                }
            }
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!isHangUp(String.valueOf(event.getMessage()), event.getArgumentArray())) {
            BoundedAppender.handOn(event, root);
        }
    }

    private static boolean isHangUp(String format, Object... arguments) {
        if (format.startsWith("AMQ222061") || format.startsWith("AMQ222107")) {
            return true; // session so-and-so is cleared up; why, AMQ222067 has said before
        }
        Object last = arguments == null || arguments.length == 0 ? null : arguments[arguments.length - 1];
        if (format.startsWith("AMQ222067")) {
            return last == ActiveMQExceptionType.REMOTE_DISCONNECT;
        }
        // An ERROR frame without a message, to a client that is gone.
        return format.startsWith("AMQ332069")
                && (last == null || last.toString().isBlank());
    }
}
