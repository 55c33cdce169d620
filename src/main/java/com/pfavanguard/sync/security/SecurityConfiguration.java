package com.pfavanguard.sync.security;

import com.pfavanguard.sync.security.SecurityProperties.Mode;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Wires what both modes share, and open mode; each sub-package wires itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

    @Bean
    @ConditionalOnMode(Mode.OPEN)
    AccessTokens openAccess(Environment environment) {
        ListenAddress.requireLoopback(environment);
        return new OpenAccess();
    }

    @Bean
    Callers callers(AccessTokens tokens) {
        return () -> {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            return authentication instanceof CallerAuthentication known
                    ? Optional.of(known.caller())
                    : tokens.withoutToken();
        };
    }
}
