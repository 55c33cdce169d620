package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.Revocations;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

@Configuration(proxyBeanMethods = false)
@ConditionalOnMode(Mode.JWT)
class JwtConfiguration {

    @Bean
    AccessTokens jwtAccessTokens(
            SecurityProperties properties, ResourceLoader resources, Revocations revocations, Clock clock) {
        return new JwtAccessTokens(properties.jwt(), resources, revocations, clock);
    }
}
