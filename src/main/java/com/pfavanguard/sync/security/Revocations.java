package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whom an administrator has turned away, and since when: tokens made before that moment are no longer good. Filled from
 * the broker, so that every process knows the same. Safe for any thread.
 */
public class Revocations {

    /** As many as the broker keeps. */
    static final int MOST = 10_000;

    private final Clock clock;
    private final Duration retention;
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();

    // Looked at for every request; the order in which they came tells which go first.
    private final Map<Subject, Instant> since = new ConcurrentHashMap<>();
    private final Map<Subject, Boolean> order = new LinkedHashMap<>();

    private record Subject(
            @Nullable String userId, @Nullable OrganizationId organizationId) {}

    public Revocations(Clock clock, Duration retention) {
        this.clock = clock;
        this.retention = retention;
    }

    /** Whether the user's tokens of that time are good nowhere. */
    public boolean isRevoked(String userId, Instant issuedAt) {
        return !since.isEmpty() && isAfter(since.get(new Subject(userId, null)), issuedAt);
    }

    /** Whether the user's tokens of that time, or everybody's, are no longer good for the organization. */
    public boolean isRevoked(String userId, OrganizationId organizationId, Instant issuedAt) {
        return !since.isEmpty()
                && (isAfter(since.get(new Subject(null, organizationId)), issuedAt)
                        || isAfter(since.get(new Subject(userId, organizationId)), issuedAt));
    }

    // A token tells its time in whole seconds; one of the same second as the revocation is taken for an older one.
    private static boolean isAfter(@Nullable Instant revokedAt, Instant issuedAt) {
        return revokedAt != null && issuedAt.isBefore(revokedAt);
    }

    /** Takes note of a revocation, and tells those who hold sessions. The same one may come any number of times. */
    public void add(Revocation revocation) {
        if (revocation.at().isBefore(clock.instant().minus(retention))) {
            return;
        }
        Subject subject = new Subject(revocation.userId(), revocation.organizationId());
        synchronized (order) {
            since.merge(subject, revocation.at(), (one, other) -> one.isAfter(other) ? one : other);
            order.remove(subject);
            order.put(subject, true);
            forgetTheOldest();
        }
        listeners.forEach(listener -> listener.accept(revocation));
    }

    private void forgetTheOldest() {
        Instant tooOld = clock.instant().minus(retention);
        while (!order.isEmpty()) {
            Subject oldest = order.keySet().iterator().next();
            if (order.size() <= MOST
                    && !Objects.requireNonNull(since.get(oldest)).isBefore(tooOld)) {
                return;
            }
            order.remove(oldest);
            since.remove(oldest);
        }
    }

    /** @param listener called for each revocation, by the thread that read it; must not block */
    public void onRevocation(Consumer<Revocation> listener) {
        listeners.add(listener);
    }
}
