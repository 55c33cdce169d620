package com.pfavanguard.sync.observability;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** An appender that receives every logged event from the root logger while its bean exists. */
abstract class RootAppender extends UnsynchronizedAppenderBase<ILoggingEvent> implements DisposableBean {

    /** Starts receiving events. */
    final void attach() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            setContext(logback);
            start();
            root(logback).addAppender(this);
        }
    }

    @Override
    public final void destroy() {
        if (getContext() instanceof LoggerContext logback) {
            root(logback).detachAppender(this);
        }
        stop();
    }

    private static Logger root(LoggerContext logback) {
        return logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
