package com.pfavanguard.sync.testing;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A known user who may do everything and whose token never expires. */
public record TestCaller(String userId, String name) implements Caller {

    /** A user whose name is the id. */
    public TestCaller(String userId) {
        this(userId, userId);
    }

    @Override
    public Optional<Denial> denial(Permission permission, OrganizationId organizationId) {
        return Optional.empty();
    }

    @Override
    public Set<OrganizationId> organizationsWith(Permission permission) {
        return Set.of();
    }

    @Override
    public Instant issuedAt() {
        return Instant.EPOCH;
    }

    @Override
    public Instant expiresAt() {
        return Instant.MAX;
    }

    @Override
    public Caller within(OrganizationId organizationId) {
        return this;
    }
}
