package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.Optional;

/** Open mode: every caller is the anonymous one. Ignores tokens, valid or not. */
final class OpenAccess implements AccessTokens {

    @Override
    public Optional<Caller> withoutToken() {
        return Optional.of(AnonymousCaller.ANONYMOUS);
    }

    @Override
    public Caller callerOf(String token) {
        return AnonymousCaller.ANONYMOUS;
    }

    @Override
    public boolean isRevoked(Caller caller, OrganizationId organizationId) {
        return false;
    }
}
