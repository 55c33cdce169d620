package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.web.SlowRequestLimit;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Binds the limits in processes of every role, since each role's web server has limits too. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class LimitConfiguration {

    // Looks the counters up when needed: the web server is created before the meter registry.
    @Bean
    static SlowRequestLimit slowRequestLimit(LimitProperties limits, ObjectProvider<LimitCounters> counters) {
        return new SlowRequestLimit() {
            @Override
            public Duration time() {
                return limits.handshakeTime();
            }

            @Override
            public void exceeded() {
                counters.ifAvailable(known -> known.reached(Limit.HANDSHAKE_TIME));
            }
        };
    }
}
