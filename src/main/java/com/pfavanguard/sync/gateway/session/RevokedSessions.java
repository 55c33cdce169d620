package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Revocation;
import com.pfavanguard.sync.security.Revocations;
import org.springframework.stereotype.Component;

/** Closes the sessions of revoked tokens as soon as this process receives the revocation. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class RevokedSessions {

    private final SessionRegistry sessions;
    private final AccessTokens tokens;

    RevokedSessions(SessionRegistry sessions, AccessTokens tokens, Revocations revocations) {
        this.sessions = sessions;
        this.tokens = tokens;
        revocations.onRevocation(this::close);
    }

    private void close(Revocation revocation) {
        for (ClientSession session : sessions.all()) {
            if (concerns(revocation, session) && isRevoked(session)) {
                session.close(CloseCode.TOKEN_REVOKED);
            }
        }
    }

    // Compares the organization only: the revocation may stand for older ones of other users there.
    private static boolean concerns(Revocation revocation, ClientSession session) {
        return revocation.organizationId() == null
                || revocation.organizationId().equals(session.organizationId());
    }

    private boolean isRevoked(ClientSession session) {
        return session.caller()
                .filter(caller -> tokens.isRevoked(caller, session.organizationId()))
                .isPresent();
    }
}
