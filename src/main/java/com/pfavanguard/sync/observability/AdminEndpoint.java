package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerConsole;
import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.web.ProcessName;
import com.pfavanguard.sync.web.SharedAnswer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * {@code GET /actuator/admin}: everything that the overview of the page {@code /admin} shows, in one answer (decision
 * 0061). Asks the other endpoints in this process instead of collecting figures itself, so that the page and a script
 * that reads those endpoints see the same.
 */
@Component
@Endpoint(id = "admin")
class AdminEndpoint {

    // Several admins may have the page open, and some figures cost the broker a request.
    private static final Duration SHARED_FOR = Duration.ofSeconds(1);

    private final SharedAnswer<State> state;
    private final Callers callers;
    private final SecurityProperties security;
    private final ProcessName name;
    private final Clock clock;
    private final Static unchanging;

    AdminEndpoint(
            OtherEndpoints others,
            HealthEndpoint health,
            ProcessFigures process,
            Callers callers,
            SecurityProperties security,
            BrokerProperties broker,
            ObjectProvider<BrokerConsole> console,
            Environment environment,
            ProcessName name,
            Clock clock) {
        this.state = new SharedAnswer<>(
                SHARED_FOR,
                () -> new State(
                        new HealthParts(
                                health.health(), health.healthForPath("readiness"), health.healthForPath("liveness")),
                        process.read(),
                        others.read()));
        this.callers = callers;
        this.security = security;
        this.name = name;
        this.clock = clock;
        this.unchanging = new Static(
                AdminEndpoint.class.getPackage().getImplementationVersion(),
                security.mode(),
                Role.of(environment),
                broker.mode(),
                console);
    }

    /**
     * One look at the process.
     *
     * @param gateway name of the process
     * @param time this machine's clock, from which the page counts ages
     * @param version version of the jar; null outside of a jar
     * @param caller who asks
     * @param console address of the embedded broker's console on this machine; null if there is none
     * @param parts answers of the other endpoints by their id; an endpoint that is not exposed, or that this process
     *     does not have, is left out
     */
    record Overview(
            String gateway,
            Instant time,
            @Nullable String version,
            SecurityProperties.Mode mode,
            Set<Role> roles,
            BrokerProperties.Mode broker,
            @Nullable URI console,
            CallerRights caller,
            HealthParts health,
            ProcessFigures.Figures process,
            Map<String, Object> parts) {}

    /**
     * Who asks, and what this caller may do.
     *
     * @param userId null in open mode
     * @param tokenExpiresAt null in open mode, and for a token that never expires
     * @param mayAct whether actions are permitted, beside reading
     * @param actingNeeds name of the permission that actions need beside the one for reading
     */
    record CallerRights(
            @Nullable String userId, @Nullable Instant tokenExpiresAt, boolean mayAct, String actingNeeds) {}

    /** Health as a whole, and the two groups that probes ask for; null if an admin has switched the group off. */
    record HealthParts(
            HealthDescriptor all,
            @Nullable HealthDescriptor readiness,
            @Nullable HealthDescriptor liveness) {}

    private record State(HealthParts health, ProcessFigures.Figures process, Map<String, Object> parts) {}

    private record Static(
            @Nullable String version,
            SecurityProperties.Mode mode,
            Set<Role> roles,
            BrokerProperties.Mode broker,
            ObjectProvider<BrokerConsole> console) {}

    @ReadOperation
    Overview overview() {
        State now = state.get();
        BrokerConsole console = unchanging.console().getIfAvailable();
        return new Overview(
                name.toString(),
                clock.instant(),
                unchanging.version(),
                unchanging.mode(),
                unchanging.roles(),
                unchanging.broker(),
                console == null ? null : console.uri(),
                rights(callers.current()),
                now.health(),
                now.process(),
                now.parts());
    }

    private CallerRights rights(Caller caller) {
        return new CallerRights(
                caller.isAnonymous() ? null : caller.userId(),
                caller.expiresAt().equals(Instant.MAX) ? null : caller.expiresAt(),
                caller.mayAnywhere(Permission.ADMINISTER),
                security.jwt().claims().nameOf(Permission.ADMINISTER));
    }
}
