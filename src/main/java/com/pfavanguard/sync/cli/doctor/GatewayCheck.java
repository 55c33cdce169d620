package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.start.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Asks the gateway that runs, if one does, whether it is ready. */
final class GatewayCheck implements Check {

    private final Surroundings surroundings;

    GatewayCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public List<Finding> look(Setup setup) throws InterruptedException {
        Optional<RunningGateway> gateway = surroundings.gateway(setup);
        if (gateway.isEmpty()) {
            return List.of(Finding.fine("No gateway runs with these settings at present"));
        }
        RunningGateway running = gateway.get();
        if (running.isReady()) {
            return List.of(Finding.fine("The gateway on %s is ready", running.base()));
        }
        return List.of(Finding.problem(
                "The gateway on %s is not ready (HTTP %d)%s",
                running.base(), running.readinessStatus(), reasons(running.readiness())));
    }

    private static String reasons(JsonNode readiness) {
        JsonNode components = readiness.path("components");
        if (components.isMissingNode()) {
            return ". Its log says why; with --token of a user who has perm_ViewAllOrgs, doctor shows it";
        }
        return ": "
                + components.properties().stream()
                        .filter(component -> !component
                                .getValue()
                                .path("status")
                                .asString("")
                                .equals("UP"))
                        .map(component ->
                                component.getKey() + " " + component.getValue().path("details"))
                        .collect(Collectors.joining("; "))
                + ". See operating/troubleshooting.md";
    }
}
