package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The one caller of open mode: has every permission everywhere and never expires. */
record AnonymousCaller() implements Caller {

    static final AnonymousCaller ANONYMOUS = new AnonymousCaller();

    @Override
    public String userId() {
        return "anonymous";
    }

    @Override
    public String name() {
        return "anonymous";
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
    public boolean mayAnywhere(Permission permission) {
        return true;
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

    @Override
    public boolean isAnonymous() {
        return true;
    }
}
