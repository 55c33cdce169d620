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
 * Bounds the warnings and errors that libraries log: of lines that begin alike, 20 a minute. A broker without disk or a
 * peer without manners had them write thousands a second. An appender of their loggers, which hands on to the root's; a
 * turbo filter would be asked by every logger all the time.
 */
public final class BoundedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String NAME = "bounded";
    private static final int LINES_A_MINUTE = 20;
    private static final int MOST_KINDS = 200;

    // Enough for the number Artemis puts in front, or the first words; what follows is often an address or an id.
    private static final int LENGTH_OF_A_KIND = 30;

    private static volatile BoundedLog lines = counts();

    private final Logger root;

    private BoundedAppender(Logger root) {
        this.root = root;
    }

    private static BoundedLog counts() {
        return new BoundedLog(LINES_A_MINUTE, Duration.ofMinutes(1), MOST_KINDS, System::nanoTime);
    }

    /** Forgets what has been counted: an application that starts in the same process has all of its lines. */
    public static void countAnew() {
        lines = counts();
    }

    /** From now on for these loggers and those below them, unless it does so already. */
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

    /** Hands a line on to this logger's appenders, unless there were too many like it. */
    public static void handOn(ILoggingEvent event, Logger logger) {
        if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
            // Before it may be held back.
            OutOfMemory.endProcessIf(thrown.getThrowable());
        }
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            // Whoever has asked for these lines wants all of them.
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
