package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.link.ReadMessages.MessageKind;
import com.pfavanguard.sync.gateway.link.ReadMessages.Snapshot;
import com.pfavanguard.sync.gateway.stream.HistoryLoss;
import java.util.HashMap;
import java.util.Map;

/**
 * Compares what was once read from the broker with what it has now (decision 0029). A message that was there goes when it
 * expires or when the ring needs its place, and for no other reason: if one is missing that is neither too old nor has
 * enough others behind it, the broker's journal has been damaged, or exchanged for an older one.
 *
 * @param persistent how many are missing that must not be
 * @param nonPersistent how many are missing that were not made to survive the broker
 * @param behind how many messages of the present past come before the last one missing
 * @param since when the broker took the last one missing, at the latest, milliseconds since 1970; 0 if none is
 */
record LostMessages(int persistent, int nonPersistent, int behind, long since) {

    // What is about to expire may be gone already: the two clocks are compared to about a second.
    private static final long EXPIRY_SLACK_MS = 2_000;

    /**
     * @param before what was read the last time, oldest first
     * @param now what has been read of the present past, likewise
     * @param ringSize how many the broker keeps
     * @param retentionMillis how long it keeps them
     * @param millis its time
     */
    static LostMessages between(Snapshot before, Snapshot now, int ringSize, long retentionMillis, long millis) {
        Map<Long, Integer> present = new HashMap<>();
        for (int i = 0; i < now.size(); i++) {
            present.putIfAbsent(now.number(i), i + 1);
        }
        Map<Long, Integer> fresh = new HashMap<>(present);
        for (int i = 0; i < before.size(); i++) {
            fresh.remove(before.number(i));
        }
        // The ring is full a little earlier than its size says: what is on its way in takes a place too.
        int full = ringSize - ringSize / 20;
        int after = fresh.size();
        int persistent = 0;
        int nonPersistent = 0;
        int behind = 0;
        long since = 0;
        for (int i = before.size() - 1; i >= 0; i--, after++) {
            Integer place = present.get(before.number(i));
            if (place != null) {
                behind = since > 0 ? Math.max(behind, place) : behind;
            } else if (before.number(i) != ReadMessages.UNKNOWN && before.kind(i) != MessageKind.MARKER) {
                long expires = before.expires(i);
                boolean expired = expires > 0 && expires <= millis + EXPIRY_SLACK_MS;
                if (!expired && after < full) {
                    persistent += before.kind(i) == MessageKind.PERSISTENT ? 1 : 0;
                    nonPersistent += before.kind(i) == MessageKind.NON_PERSISTENT ? 1 : 0;
                }
                if (since == 0) {
                    since = expires > retentionMillis ? expires - retentionMillis : millis;
                }
            }
        }
        return new LostMessages(persistent, nonPersistent, behind, since);
    }

    /**
     * What that means for those who come back. If the journal was damaged, what else is missing cannot be known.
     *
     * @param remembered whether this process still holds what was read before
     */
    HistoryLoss loss(boolean remembered) {
        if (persistent > 0) {
            return HistoryLoss.ANYWHERE;
        }
        return remembered || nonPersistent == 0 && behind == 0 ? HistoryLoss.NONE : new HistoryLoss(behind, since);
    }
}
