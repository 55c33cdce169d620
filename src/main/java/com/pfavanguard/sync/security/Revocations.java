package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
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
 * Whom administrators have turned away, and since when: tokens made before that moment are no longer good. Filled from
 * the broker, so that every process knows the same. Each organization has room of its own, so that none can push out
 * what another has said. Safe for any thread.
 */
public class Revocations {

    // Organization ids are not empty.
    private static final String ALL_ORGANIZATIONS = "";

    private final Clock clock;
    private final Duration retention;
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, RevokedUsers> byOrganization = new ConcurrentHashMap<>();

    public Revocations(Clock clock, Duration retention) {
        this.clock = clock;
        this.retention = retention;
    }

    /** Whether the user's tokens of that time are good nowhere. */
    public boolean isRevoked(String userId, Instant issuedAt) {
        return isRevoked(ALL_ORGANIZATIONS, userId, issuedAt);
    }

    /** Whether the user's tokens of that time, or everybody's, are no longer good for the organization. */
    public boolean isRevoked(String userId, OrganizationId organizationId, Instant issuedAt) {
        return isRevoked(organizationId.value(), userId, issuedAt);
    }

    // A token tells its time in whole seconds; one of the same second as the revocation is taken for an older one.
    private boolean isRevoked(String organization, String userId, Instant issuedAt) {
        RevokedUsers users = byOrganization.get(organization);
        return users != null && users.contain(userId, issuedAt);
    }

    /**
     * Takes note of a revocation, and tells those who hold sessions if it is news. The same one may come any number of
     * times.
     *
     * @return those that are no longer kept, nearly always none: everybody's tokens made before their moment are
     *     refused, which says as much
     */
    public List<Revocation> add(Revocation revocation) {
        Instant tooOld = clock.instant().minus(retention);
        if (revocation.at().isBefore(tooOld)) {
            return List.of();
        }
        RevokedUsers users =
                byOrganization.computeIfAbsent(key(revocation.organizationId()), organization -> new RevokedUsers());
        users.forget(tooOld);
        List<String> givenWay = new ArrayList<>();
        if (users.add(revocation.userId(), revocation.at(), givenWay)) {
            listeners.forEach(listener -> listener.accept(revocation));
        }
        return givenWay.stream()
                .map(userId -> new Revocation(userId, revocation.organizationId(), users.everybody()))
                .toList();
    }

    private static String key(@Nullable OrganizationId organizationId) {
        return organizationId == null ? ALL_ORGANIZATIONS : organizationId.value();
    }

    /** @param listener called for each revocation, by the thread that read it; must not block */
    public void onRevocation(Consumer<Revocation> listener) {
        listeners.add(listener);
    }
}
