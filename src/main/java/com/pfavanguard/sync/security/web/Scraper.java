package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The caller behind a scrape token: may read the figures of the process, and belongs to no organization. */
record Scraper() implements Caller {

    static final Scraper SCRAPER = new Scraper();

    @Override
    public String userId() {
        return "scrape-token";
    }

    @Override
    public String name() {
        return "scrape-token";
    }

    @Override
    public Optional<Denial> denial(Permission permission, OrganizationId organizationId) {
        return Optional.of(Denial.ORG_ACCESS_DENIED);
    }

    @Override
    public Set<OrganizationId> organizationsWith(Permission permission) {
        return Set.of();
    }

    @Override
    public boolean mayAnywhere(Permission permission) {
        return permission == Permission.OPERATE;
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
