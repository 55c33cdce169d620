package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The caller that a token describes; does not contain the token. */
record TokenCaller(
        String userId, String name, Map<OrganizationId, Membership> memberships, Instant issuedAt, Instant expiresAt)
        implements Caller {

    @Override
    public Optional<Denial> denial(Permission permission, OrganizationId organizationId) {
        Membership membership = memberships.get(organizationId);
        return membership == null ? Optional.of(Denial.ORG_ACCESS_DENIED) : membership.denial(permission);
    }

    @Override
    public Set<OrganizationId> organizationsWith(Permission permission) {
        return memberships.entrySet().stream()
                .filter(entry -> entry.getValue().denial(permission).isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public Caller within(OrganizationId organizationId) {
        Membership membership = memberships.get(organizationId);
        return new TokenCaller(
                userId, name, membership == null ? Map.of() : Map.of(organizationId, membership), issuedAt, expiresAt);
    }

    @Override
    public String toString() {
        return "TokenCaller[" + userId + "]";
    }
}
