package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.vital.BoundedAppender;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Bounds what those libraries log that serve, or are served by, somebody outside. */
@Component
class ThirdPartyLogs implements InitializingBean, DisposableBean {

    @Override
    public void afterPropertiesSet() {
        BoundedAppender.install(
                "org.apache.activemq",
                "org.eclipse.jetty",
                "org.springframework.jms",
                "org.springframework.web",
                "io.netty");
    }

    @Override
    public void destroy() {
        BoundedAppender.countAnew();
    }
}
