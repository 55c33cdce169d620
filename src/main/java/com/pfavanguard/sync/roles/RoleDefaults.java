package com.pfavanguard.sync.roles;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Turns off the parts of Boot that a process without the gateway role does not need. */
class RoleDefaults implements EnvironmentPostProcessor {

    private static final Map<String, Object> WITHOUT_GATEWAY = Map.of(
            // The live page and its scripts, which need a WebSocket.
            "spring.web.resources.add-mappings", false,
            // The readiness group names the broker link's indicator, which only a gateway has.
            "management.endpoint.health.validate-group-membership", false);

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!Role.of(environment).contains(Role.GATEWAY)) {
            environment.getPropertySources().addLast(new MapPropertySource("rolesWithoutGateway", WITHOUT_GATEWAY));
        }
    }
}
