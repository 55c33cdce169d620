package com.pfavanguard.sync.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The metric {@code logback.events}, by {@code level}. Micrometer's own binder counts in a turbo filter, which is asked by
 * every {@code isDebugEnabled()} of every library: a dozen times for each message Jetty sends, and a twentieth of its
 * cost. An appender is asked about what is logged only.
 */
@Component
class LogEventCounter extends UnsynchronizedAppenderBase<ILoggingEvent> implements MeterBinder, DisposableBean {

    private static final List<Level> LEVELS = List.of(Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);

    private volatile Map<Level, Counter> counters = Map.of();

    @Override
    public void bindTo(MeterRegistry registry) {
        Map<Level, Counter> byLevel = new HashMap<>();
        for (Level level : LEVELS) {
            byLevel.put(
                    level,
                    Counter.builder("logback.events")
                            .tag("level", level.toString().toLowerCase(Locale.ROOT))
                            .baseUnit("events")
                            .description("Log events that were not filtered out by their level")
                            .register(registry));
        }
        counters = byLevel;
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            setContext(logback);
            start();
            root(logback).addAppender(this);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        Counter counter = counters.get(event.getLevel());
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void destroy() {
        if (getContext() instanceof LoggerContext logback) {
            root(logback).detachAppender(this);
        }
        stop();
    }

    private static Logger root(LoggerContext logback) {
        return logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
