package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One organization's stream: a chain of recent events that only grows at its tail. Appending and evicting are done
 * under {@link History}'s lock; reading needs none.
 */
final class Room {

    private final OrganizationId organizationId;
    private final Map<String, StreamEvent> held = new ConcurrentHashMap<>();
    private final AtomicInteger subscribers = new AtomicInteger();
    private final RoomShare[] shares;

    /** The link before the oldest held event: the newest evicted one, or the room's empty beginning. */
    private volatile StreamEvent beforeOldest;

    private volatile StreamEvent tail;

    Room(OrganizationId organizationId, FanOut.Worker[] workers) {
        this.organizationId = organizationId;
        StreamEvent beginning = StreamEvent.gap(0, null);
        this.beforeOldest = beginning;
        this.tail = beginning;
        this.shares = new RoomShare[workers.length];
        for (int i = 0; i < workers.length; i++) {
            shares[i] = new RoomShare(workers[i]);
        }
    }

    OrganizationId organizationId() {
        return organizationId;
    }

    @Nullable StreamEvent held(String eventId) {
        return held.get(eventId);
    }

    StreamEvent append(String eventId, byte[] json, long arrivedAt, boolean persistent) {
        StreamEvent last = tail;
        // Never earlier than the one before, or after a setting back of the broker's clock a later event would pass for
        // one that a client has had.
        long arrivedInOrder = Math.max(arrivedAt, last.arrivedAt());
        StreamEvent event = new StreamEvent(eventId, json, arrivedInOrder, persistent, last);
        held.put(eventId, event);
        tail = event;
        // Last: from here on every subscriber that stands at the old tail sees it.
        last.follow(event);
        return event;
    }

    /** Lets the room's oldest event go. */
    void evict(StreamEvent oldest) {
        // In this order, so that a client asking for it just now finds it in one place or the other.
        if (oldest.sequence() > beforeOldest.sequence()) {
            beforeOldest = oldest;
        }
        oldest.evict();
        held.remove(oldest.eventId());
    }

    StreamEvent tail() {
        return tail;
    }

    /** The position a newcomer stands at who has just been placed at {@code link}. */
    String positionOf(StreamEvent link, TimePosition now) {
        return link.evicted() ? now.position() : link.eventId();
    }

    /**
     * The link after which everything is what a client with that position has missed, or empty if that can no longer
     * be told.
     *
     * @param coveredSince nothing that arrived after this moment has escaped this gateway
     * @param now a moment later than this, but for the tolerance, was never given to anybody; nor is one of other data of
     *     any use
     */
    Optional<StreamEvent> find(String position, long coveredSince, TimePosition now) {
        StreamEvent event = held.get(position);
        if (event != null && !event.evicted()) {
            return Optional.of(event);
        }
        StreamEvent before = beforeOldest;
        if (!before.isGap() && before.eventId().equals(position)) {
            return Optional.of(before);
        }
        return TimePosition.of(position)
                .filter(moment -> moment.data().equals(now.data()))
                .filter(moment -> moment.millis() <= now.millis() + HistoryLimits.TOLERANCE_MS)
                .flatMap(moment -> afterMoment(moment.millis(), coveredSince));
    }

    // Whoever was given a moment saw an empty room, so all held events that arrived since are what was missed.
    private Optional<StreamEvent> afterMoment(long moment, long coveredSince) {
        StreamEvent link = beforeOldest;
        long sureSince = Math.max(coveredSince, link.arrivedAt()) + HistoryLimits.TOLERANCE_MS;
        if (moment < sureSince) {
            return Optional.empty();
        }
        StreamEvent next = link.next();
        while (next != null && next.arrivedAt() <= moment - HistoryLimits.TOLERANCE_MS) {
            link = next;
            next = link.next();
        }
        return Optional.of(link);
    }

    void join(Subscriber subscriber) {
        subscribers.incrementAndGet();
        shares[subscriber.worker().index()].add(subscriber);
    }

    void leave(Subscriber subscriber) {
        if (shares[subscriber.worker().index()].remove(subscriber)) {
            subscribers.decrementAndGet();
        }
    }

    /**
     * Has every subscriber here looked at soon, as there is something new. At once, by the calling thread, if they are so
     * few that waking somebody to do it costs more, or fairly few and the caller has nothing else to do: a thread that
     * sleeps is slow to wake, and on a processor that sleeps too it costs as much as ten writes (decision 0021).
     *
     * @param batch the calling thread's
     * @param busy whether the calling thread has other things to do
     */
    void wake(Batch batch, boolean busy) {
        if (subscribers.get() <= (busy ? RoomShare.VERY_FEW : RoomShare.FEW)) {
            for (RoomShare share : shares) {
                share.serveIfIdle(batch);
            }
            return;
        }
        FanOut.Worker woken = null;
        for (RoomShare share : shares) {
            FanOut.Worker worker = share.wake(woken);
            woken = woken == null ? worker : woken;
        }
    }

    int subscribers() {
        return subscribers.get();
    }

    /** When the newest event arrived that this room has let go of; 0 if there was none. */
    long lastEvictedAt() {
        return beforeOldest.arrivedAt();
    }

    boolean holdsNothing() {
        return held.isEmpty();
    }

    /** Whether nobody is here and nothing is held. */
    boolean isEmpty() {
        return subscribers.get() == 0 && held.isEmpty();
    }

    /** Says that events may be missing from here on: earlier positions are forgotten, subscribers are told in passing. */
    void markGap(long since) {
        StreamEvent last = tail;
        StreamEvent gap = StreamEvent.gap(Math.max(since, last.arrivedAt()), last);
        // Still held, so that the broker may send them again without their being taken for new.
        held.values().forEach(StreamEvent::evict);
        last.evict();
        beforeOldest = gap;
        tail = gap;
        last.follow(gap);
    }
}
