package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class StreamConfiguration {

    @Bean
    BrokerTime brokerTime(Clock clock) {
        return new BrokerTime(clock, System::nanoTime);
    }
}
