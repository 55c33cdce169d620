package com.pfavanguard.sync.roles;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** What a process without the gateway's role leaves out that is no bean of ours. */
class RoleDefaults implements EnvironmentPostProcessor {

    private static final Map<String, Object> WITHOUT_GATEWAY = Map.of(
            // The live page and its scripts, which would find no socket here.
            "spring.web.resources.add-mappings", false,
            // Readiness names the broker link, which only a gateway has.
            "management.endpoint.health.validate-group-membership", false);

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!RoleCondition.played(environment).contains(Role.GATEWAY)) {
            environment.getPropertySources().addLast(new MapPropertySource("rolesWithoutGateway", WITHOUT_GATEWAY));
        }
    }
}
