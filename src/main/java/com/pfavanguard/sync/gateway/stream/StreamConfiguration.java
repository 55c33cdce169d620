package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.StatesProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
@EnableConfigurationProperties(StatesProperties.class)
class StreamConfiguration {

    @Bean
    BrokerTime brokerTime(Clock clock) {
        return new BrokerTime(clock, System::nanoTime);
    }
}
