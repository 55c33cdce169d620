package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.limits.LimitReachedException;
import com.pfavanguard.sync.gateway.stomp.RefusedFrameException;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.Subscriber;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.TokenRefusedException;
import com.pfavanguard.sync.security.TokenUncheckedException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Admits callers to their organization's stream: with a first token, and with a new one before that expires. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class Admission {

    private final AccessTokens tokens;
    private final EventStream stream;
    private final Audit audit;
    private final LimitCounters counters;
    private final Clock clock;

    Admission(AccessTokens tokens, EventStream stream, Audit audit, LimitCounters counters, Clock clock) {
        this.tokens = tokens;
        this.stream = stream;
        this.audit = audit;
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * Admits a session whose handshake brought no token.
     *
     * @throws RefusedFrameException if the token is missing, or does not admit its user to the organization
     */
    public void admit(ClientSession session, @Nullable String token) {
        if (token == null) {
            throw refusal(
                    session,
                    Denial.UNAUTHORIZED,
                    "CONNECT needs an access token; send Bearer and the token in its header Authorization");
        }
        admit(session, caller(session, token));
    }

    /** Admits a caller that passed the checks. */
    void admit(ClientSession session, Caller caller) {
        try {
            session.slot().authenticated(caller);
        } catch (LimitReachedException e) {
            counters.reached(e.limit());
            throw new RefusedFrameException(CloseCode.TOO_MANY_CONNECTIONS, CloseCode.TOO_MANY_CONNECTIONS.reason());
        }
        Subscriber subscriber = stream.join(session.organizationId(), session);
        if (session.membership().admit(caller, subscriber)) {
            audit.connected(caller, session.organizationId(), session.address());
        } else {
            stream.leave(subscriber); // the session has ended meanwhile
        }
        if (tokens.isRevoked(caller, session.organizationId())) {
            session.close(CloseCode.TOKEN_REVOKED); // between the check and the admission
        }
    }

    /**
     * Replaces a session's token. Keeps the old one if the new one cannot be checked at the moment, which is not the
     * client's fault.
     *
     * @return whether the token was replaced
     * @throws RefusedFrameException if the new token is invalid or belongs to another user
     */
    public boolean renew(ClientSession session, String token) {
        Caller caller;
        try {
            caller = allowed(session, tokens.callerOf(token));
        } catch (TokenUncheckedException e) {
            return false;
        } catch (TokenRefusedException e) {
            RefusedFrameException refusal = refusal(session, e.denial(), e.detail());
            if (e.denial() == Denial.SERVICE_UNAVAILABLE) {
                return false;
            }
            throw refusal;
        }
        String userId = session.caller().map(Caller::userId).orElse(caller.userId());
        if (!userId.equals(caller.userId())) {
            throw refusal(session, Denial.FORBIDDEN, CloseCode.FORBIDDEN.reason());
        }
        session.membership().renew(caller);
        if (tokens.isRevoked(caller, session.organizationId())) {
            session.close(CloseCode.TOKEN_REVOKED);
        }
        return true;
    }

    /** Tells the client whether its token was replaced, and when its session ends without another one. */
    public void tell(ClientSession session, boolean renewed) {
        session.caller()
                .map(Caller::expiresAt)
                .ifPresent(end -> session.tell(
                        renewed
                                ? TokenNotices.refreshed(session.organizationId(), end, clock)
                                : TokenNotices.notRefreshed(session.organizationId(), end, clock)));
    }

    private Caller caller(ClientSession session, String token) {
        try {
            return allowed(session, tokens.callerOf(token));
        } catch (TokenRefusedException e) {
            throw refusal(session, e.denial(), e.detail());
        }
    }

    private Caller allowed(ClientSession session, Caller caller) {
        if (caller.hasExpired(clock.instant())) {
            throw refusal(session, Denial.TOKEN_EXPIRED, Denial.TOKEN_EXPIRED.text());
        }
        Denial denial = caller.denial(Permission.READ, session.organizationId()).orElse(null);
        if (denial != null) {
            audit.refused(denial, caller, session.organizationId(), session.address());
            throw new RefusedFrameException(CloseCode.of(denial), denial.text());
        }
        return caller.within(session.organizationId());
    }

    private RefusedFrameException refusal(ClientSession session, Denial denial, String detail) {
        audit.refused(denial, session.caller().orElse(null), session.organizationId(), session.address());
        return new RefusedFrameException(CloseCode.of(denial), detail);
    }
}
