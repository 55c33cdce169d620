package com.pfavanguard.sync.security.revocation;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Revocation;
import com.pfavanguard.sync.security.Revocations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the revocations that this process knows, for each organization apart: an organization with many revocations
 * cannot displace those of another. {@link RevocationFeed} fills it from the broker.
 */
public final class RevocationRegister implements Revocations {

    // Organization ids are not empty.
    private static final String ALL_ORGANIZATIONS = "";

    private final Clock clock;
    private final Duration retention;
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, RevokedUsers> byOrganization = new ConcurrentHashMap<>();

    public RevocationRegister(Clock clock, Duration retention) {
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public boolean isRevoked(String userId, Instant issuedAt) {
        return isRevoked(ALL_ORGANIZATIONS, userId, issuedAt);
    }

    @Override
    public boolean isRevoked(String userId, OrganizationId organizationId, Instant issuedAt) {
        return isRevoked(organizationId.value(), userId, issuedAt);
    }

    // Tokens give their time in whole seconds: one issued in the second of the revocation counts as older.
    private boolean isRevoked(String organization, String userId, Instant issuedAt) {
        RevokedUsers users = byOrganization.get(organization);
        return users != null && users.contain(userId, issuedAt);
    }

    /**
     * Adds a revocation and calls the listeners if it is new. Idempotent.
     *
     * @return the revocations dropped for it, usually none: the organization now refuses all tokens issued before
     *     them, which includes theirs
     */
    public List<Revocation> add(Revocation revocation) {
        Instant tooOld = clock.instant().minus(retention);
        if (revocation.at().isBefore(tooOld)) {
            return List.of();
        }
        RevokedUsers users =
                byOrganization.computeIfAbsent(key(revocation.organizationId()), organization -> new RevokedUsers());
        users.forget(tooOld);
        List<String> dropped = new ArrayList<>();
        if (users.add(revocation.userId(), revocation.at(), dropped)) {
            listeners.forEach(listener -> listener.accept(revocation));
        }
        return dropped.stream()
                .map(userId -> new Revocation(userId, revocation.organizationId(), users.allUsers()))
                .toList();
    }

    private static String key(@Nullable OrganizationId organizationId) {
        return organizationId == null ? ALL_ORGANIZATIONS : organizationId.value();
    }

    @Override
    public void onRevocation(Consumer<Revocation> listener) {
        listeners.add(listener);
    }
}
