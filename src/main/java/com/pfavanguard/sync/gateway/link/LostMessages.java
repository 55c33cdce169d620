package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.link.ReadMessages.MessageKind;
import com.pfavanguard.sync.gateway.link.ReadMessages.Snapshot;
import com.pfavanguard.sync.gateway.stream.HistoryLoss;
import java.util.HashMap;
import java.util.Map;

/**
 * Compares what was read from the broker before with what it has now (decision 0029). A message leaves the history
 * when it expires or when a full ring drops it, and for no other reason. If one is missing that is not expired and
 * has fewer messages behind it than the ring holds, the broker's journal is damaged or was replaced by an older one.
 *
 * @param persistent how many persistent messages are missing
 * @param nonPersistent how many non-persistent messages are missing, as they are after a restart of the broker
 * @param after how many messages of the present history come before the last missing one
 * @param since the latest time at which the broker can have taken the last missing one, milliseconds since 1970; 0 if
 *     none is missing
 */
record LostMessages(int persistent, int nonPersistent, int after, long since) {

    // What is about to expire may be gone already: the two clocks are compared to about a second.
    private static final long EXPIRY_SLACK_MS = 2_000;

    /**
     * Compares the two.
     *
     * @param before what was read the last time, oldest first
     * @param now what has been read of the present history, oldest first
     * @param ringSize how many messages the broker keeps
     * @param retentionMillis how long it keeps them
     * @param millis the broker's time
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
        // The ring counts as full a little early: messages on their way in take up space too.
        int full = ringSize - ringSize / 20;
        int newer = fresh.size();
        int persistent = 0;
        int nonPersistent = 0;
        int after = 0;
        long since = 0;
        for (int i = before.size() - 1; i >= 0; i--, newer++) {
            Integer count = present.get(before.number(i));
            if (count != null) {
                after = since > 0 ? Math.max(after, count) : after;
            } else if (before.number(i) != ReadMessages.UNKNOWN && before.kind(i) != MessageKind.MARKER) {
                long expires = before.expires(i);
                boolean expired = expires > 0 && expires <= millis + EXPIRY_SLACK_MS;
                if (!expired && newer < full) {
                    persistent += before.kind(i) == MessageKind.PERSISTENT ? 1 : 0;
                    nonPersistent += before.kind(i) == MessageKind.NON_PERSISTENT ? 1 : 0;
                }
                if (since == 0) {
                    since = expires > retentionMillis ? expires - retentionMillis : millis;
                }
            }
        }
        return new LostMessages(persistent, nonPersistent, after, since);
    }

    /**
     * What that means for returning clients. If the journal is damaged, it is unknown what else is missing.
     *
     * @param remembered whether this process still holds the events read before
     */
    HistoryLoss loss(boolean remembered) {
        if (persistent > 0) {
            return HistoryLoss.ANYWHERE;
        }
        return remembered || nonPersistent == 0 && after == 0 ? HistoryLoss.NONE : new HistoryLoss(after, since);
    }
}
