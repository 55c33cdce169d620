package com.pfavanguard.sync.observability;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import com.pfavanguard.sync.vital.OutOfMemory;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Looks for an exhausted heap in whatever is logged: web server and broker catch the error in their own threads, log it
 * and go on.
 */
@Component
class OutOfMemoryInLog extends UnsynchronizedAppenderBase<ILoggingEvent> implements InitializingBean, DisposableBean {

    @Override
    public void afterPropertiesSet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            setContext(logback);
            start();
            root(logback).addAppender(this);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
            OutOfMemory.endProcessIf(thrown.getThrowable());
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
