package com.pfavanguard.sync.security.revocation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the revocations of one organization: a moment for each revoked user, and one moment for all users. Beyond
 * {@value #MOST} users it drops the oldest and refuses all users' tokens up to their moment instead: some users with old
 * tokens must sign in again, but no revoked token becomes valid. Safe for any thread.
 */
final class RevokedUsers {

    /** Users kept by name. */
    static final int MOST = 1_000;

    // Read on every request, hence concurrent.
    private final Map<String, Instant> byName = new ConcurrentHashMap<>();
    private volatile Instant allUsers = Instant.MIN;

    /** Whether a token of that user, issued at that time, is refused. */
    boolean contain(String userId, Instant issuedAt) {
        Instant since = byName.get(userId);
        return issuedAt.isBefore(allUsers) || (since != null && issuedAt.isBefore(since));
    }

    /** All users' tokens issued before this moment are refused; {@link Instant#MIN} if there is no such moment. */
    Instant allUsers() {
        return allUsers;
    }

    /**
     * Adds a revocation.
     *
     * @param userId whose tokens it concerns; {@code null} for all users'
     * @param dropped receives the names that are no longer kept, since {@link #allUsers()} covers them
     * @return whether it changes anything
     */
    synchronized boolean add(@Nullable String userId, Instant at, List<String> dropped) {
        if (!at.isAfter(allUsers)) {
            return false;
        }
        if (userId == null) {
            revokeAllUsers(at, dropped);
            return true;
        }
        Instant known = byName.get(userId);
        if (known != null && !at.isAfter(known)) {
            return false;
        }
        byName.put(userId, at);
        if (byName.size() > MOST) {
            revokeAllUsers(Collections.min(byName.values()), dropped);
        }
        return true;
    }

    private void revokeAllUsers(Instant at, List<String> dropped) {
        allUsers = at;
        for (Map.Entry<String, Instant> entry : new ArrayList<>(byName.entrySet())) {
            if (!entry.getValue().isAfter(at)) {
                byName.remove(entry.getKey());
                dropped.add(entry.getKey());
            }
        }
    }

    /** Drops revocations that are so old that the tokens they concern have expired. */
    synchronized void forget(Instant tooOld) {
        byName.values().removeIf(at -> at.isBefore(tooOld));
    }

    int size() {
        return byName.size();
    }
}
