package com.pfavanguard.sync.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import com.pfavanguard.sync.vital.OutOfMemory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Ends the process when an exhausted heap is logged: web server and broker catch the error in their own threads, log it
 * and go on.
 */
@Component
class OutOfMemoryInLog extends RootAppender implements InitializingBean {

    @Override
    public void afterPropertiesSet() {
        attach();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
            OutOfMemory.endProcessIf(thrown.getThrowable());
        }
    }
}
