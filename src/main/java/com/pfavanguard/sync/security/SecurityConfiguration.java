package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.ControlLog;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.security.jwt.JwtAccessTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

    @Bean
    Revocations revocations(SecurityProperties properties, Clock clock) {
        return new Revocations(clock, properties.revocationRetention());
    }

    /** In open mode nobody is known, and so nobody can be turned away. */
    @Bean
    @ConditionalOnProperty(name = "sync.security.mode", havingValue = "jwt")
    RevocationFeed revocationFeed(ControlLog controlLog, Revocations revocations, SecurityProperties properties) {
        return new RevocationFeed(controlLog, revocations, properties.revocationRetention());
    }

    @Bean
    AccessTokens accessTokens(
            SecurityProperties properties,
            Environment environment,
            ResourceLoader resources,
            Revocations revocations,
            Clock clock) {
        if (properties.mode() == Mode.JWT) {
            return new JwtAccessTokens(properties.jwt(), resources, revocations, clock);
        }
        ListenAddress.requireLoopback(environment);
        return new NoTokens();
    }

    @Bean
    Audit audit(MeterRegistry meters, Clock clock) {
        return new Audit(meters, clock);
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

    /** Open mode: a token, good or bad, changes nothing. */
    private static final class NoTokens implements AccessTokens {

        @Override
        public Optional<Caller> withoutToken() {
            return Optional.of(OpenCaller.ANYONE);
        }

        @Override
        public Caller callerOf(String token) {
            return OpenCaller.ANYONE;
        }

        @Override
        public boolean isRevoked(Caller caller, OrganizationId organizationId) {
            return false;
        }
    }
}
