package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.vital.BoundedAppender;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Limits the warnings and errors of libraries whose peers, clients or broker, can cause any number of them. */
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
