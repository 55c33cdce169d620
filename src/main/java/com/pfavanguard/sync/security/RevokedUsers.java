package com.pfavanguard.sync.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is turned away from one organization: some users by name, and everybody whose token is older than a moment. When
 * there are too many names, the oldest give way to that moment: whoever has such an old token signs in once more, but
 * nobody who was turned away comes back. Safe for any thread.
 */
final class RevokedUsers {

    /** So many names, for each organization. */
    static final int MOST = 1_000;

    // Looked at for every request.
    private final Map<String, Instant> byName = new ConcurrentHashMap<>();
    private volatile Instant everybody = Instant.MIN;

    /** Whether a token of that user, made at that time, is refused. */
    boolean contain(String userId, Instant issuedAt) {
        Instant since = byName.get(userId);
        return issuedAt.isBefore(everybody) || (since != null && issuedAt.isBefore(since));
    }

    /** From when on everybody's tokens are good; {@link Instant#MIN} if they always were. */
    Instant everybody() {
        return everybody;
    }

    /**
     * Takes note of a revocation.
     *
     * @param userId whose; {@code null} for everybody's
     * @param givenWay gets the names that are no longer kept, since {@link #everybody()} says as much
     * @return whether it is news
     */
    synchronized boolean add(@Nullable String userId, Instant at, List<String> givenWay) {
        if (!at.isAfter(everybody)) {
            return false;
        }
        if (userId == null) {
            turnAwayEverybody(at, givenWay);
            return true;
        }
        Instant known = byName.get(userId);
        if (known != null && !at.isAfter(known)) {
            return false;
        }
        byName.put(userId, at);
        if (byName.size() > MOST) {
            turnAwayEverybody(Collections.min(byName.values()), givenWay);
        }
        return true;
    }

    private void turnAwayEverybody(Instant at, List<String> givenWay) {
        everybody = at;
        for (Map.Entry<String, Instant> entry : new ArrayList<>(byName.entrySet())) {
            if (!entry.getValue().isAfter(at)) {
                byName.remove(entry.getKey());
                givenWay.add(entry.getKey());
            }
        }
    }

    /** Lets go of what concerns only tokens that have expired long since. */
    synchronized void forget(Instant tooOld) {
        byName.values().removeIf(at -> at.isBefore(tooOld));
    }

    int size() {
        return byName.size();
    }
}
