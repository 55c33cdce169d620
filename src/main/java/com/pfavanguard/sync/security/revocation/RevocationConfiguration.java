package com.pfavanguard.sync.security.revocation;

import com.pfavanguard.sync.messaging.ControlLog;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RevocationConfiguration {

    /** Exists in open mode too, where it stays empty, since open mode knows no users. */
    @Bean
    RevocationRegister revocations(SecurityProperties properties, Clock clock) {
        return new RevocationRegister(clock, properties.revocationRetention());
    }

    @Bean
    @ConditionalOnMode(Mode.JWT)
    RevocationFeed revocationFeed(ControlLog controlLog, RevocationRegister register, SecurityProperties properties) {
        return new RevocationFeed(controlLog, register, properties.revocationRetention());
    }
}
