package com.pfavanguard.sync.roles;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** A role of a process; {@code sync.roles} lists its roles, separated by commas. Default: all. */
public enum Role {
    /** Serves WebSocket clients and the live page. */
    GATEWAY,
    /** Accepts edits by REST, and decisions on conflicts and failed edits; publishes sample writes. */
    API,
    /** Writes the edits to PEMS. */
    WORKER,
    /** Stands for {@link #API} and {@link #WORKER} together in {@code sync.roles}. */
    PRODUCER;

    static final String PROPERTY = "sync.roles";

    private static final Bindable<Set<Role>> ROLES = Bindable.setOf(Role.class);

    /** Returns the roles that the settings give this process, {@link #PRODUCER} resolved to what it stands for. */
    public static Set<Role> of(Environment environment) {
        Set<Role> named = Binder.get(environment).bind(PROPERTY, ROLES).orElse(Set.of());
        // Empty counts as not set, since compose files set variables to the empty string.
        Set<Role> roles = named.isEmpty() ? EnumSet.allOf(Role.class) : EnumSet.copyOf(named);
        if (roles.remove(PRODUCER)) {
            roles.addAll(Set.of(API, WORKER));
        }
        return roles;
    }
}
