package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.web.SlowRequestLimit;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In processes of every role, as the web server has limits too. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class LimitConfiguration {

    // The web server asks for it before there are meters, so the counters are looked up when one is needed.
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
