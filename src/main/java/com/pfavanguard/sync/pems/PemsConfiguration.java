package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.pems.PemsProperties.UnmappedOrganizations;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WORKER)
@EnableConfigurationProperties(PemsProperties.class)
class PemsConfiguration {

    @Bean
    PemsClient pemsClient(
            PemsBaseUrl baseUrl,
            PemsProperties properties,
            ObjectProvider<Clock> clock,
            ObservationRegistry observations) {
        return client(baseUrl, properties, clock.getIfAvailable(Clock::systemUTC), observations);
    }

    static HttpPemsClient client(
            PemsBaseUrl baseUrl, PemsProperties properties, Clock clock, ObservationRegistry observations) {
        // The stand-in accepts any code, so that organizations need not be mapped to try things out.
        UnmappedOrganizations byDefault =
                properties.baseUrl() == null ? UnmappedOrganizations.USE_ID : UnmappedOrganizations.REFUSE;
        OrganizationCodes codes = new OrganizationCodes(
                properties.organizations(), Objects.requireNonNullElse(properties.unmappedOrganizations(), byDefault));
        return new HttpPemsClient(baseUrl, codes, properties, clock, observations);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRole(Role.WORKER)
    @Conditional(BaseUrlIsSet.class)
    static class RealPems {

        @Bean
        PemsBaseUrl pemsBaseUrl(PemsProperties properties) {
            URI baseUrl = Objects.requireNonNull(properties.baseUri());
            return () -> baseUrl;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRole(Role.WORKER)
    @Conditional(BaseUrlIsNotSet.class)
    static class StandIn {

        @Bean
        StandInPems standInPems(PemsProperties properties, Environment environment, ObjectProvider<Clock> clock) {
            requireStandInAllowed(properties.standIn(), environment);
            return new StandInPems(properties.standIn().port(), clock.getIfAvailable(Clock::systemUTC));
        }

        @Bean
        PemsBaseUrl pemsBaseUrl(StandInPems standIn) {
            return new PemsBaseUrl() {

                @Override
                public URI get() {
                    return standIn.baseUrl();
                }

                @Override
                public boolean isStandIn() {
                    return true;
                }
            };
        }
    }

    // With tokens there are real users, who would be told that their edits are in PEMS.
    static void requireStandInAllowed(PemsProperties.StandIn standIn, Environment environment) {
        // Read by name, so that this module does not depend on security; every mode other than open counts as
        // guarded.
        String mode = environment.getProperty("sync.security.mode", "open").strip();
        boolean open = mode.isEmpty() || mode.equalsIgnoreCase("open");
        if (!Objects.requireNonNullElse(standIn.enabled(), open)) {
            throw new PemsMissingException(
                    open
                            ? "sync.pems.base-url is not set, and sync.pems.stand-in.enabled=false rules out the stand-in."
                            : "sync.pems.base-url is not set. With sync.security.mode=%s no stand-in PEMS takes its place by itself: it would lose the users' edits and tell them SYNC_SUCCESS."
                                    .formatted(mode));
        }
    }

    // Not @ConditionalOnProperty: an empty SYNC_PEMS_BASE_URL, as in compose files, means "not set".
    static class BaseUrlIsSet implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("sync.pems.base-url"));
        }
    }

    static class BaseUrlIsNotSet extends BaseUrlIsSet {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }
}
