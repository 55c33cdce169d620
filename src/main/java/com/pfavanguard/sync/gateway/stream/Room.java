package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import io.github.bucket4j.Bucket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One organization's stream: its subscribers, and a chain of recent events that grows at its tail. Appending and
 * evicting happen under {@link History}'s lock; reading needs none.
 */
final class Room {

    private final OrganizationStates states;
    private final Map<String, StreamEvent> held = new ConcurrentHashMap<>();
    private final AtomicInteger subscribers = new AtomicInteger();
    private final RoomShare[] shares;
    private final long firstSequence;

    /** The link before the oldest held event: the newest evicted event, a gap, or the beginning of the chain. */
    private volatile StreamEvent beforeOldest;

    private volatile StreamEvent tail;

    /** Where snapshots that begin now are taken, unless it is too old; {@code null} before the first. */
    private volatile @Nullable SnapshotBase snapshotBase;

    /** Guarded by this; {@code null} until one of its clients comes with an unknown position. */
    private @Nullable Bucket markers;

    /** @param states of the organization's records; they may be older than this room */
    Room(OrganizationStates states, FanOut.Worker[] workers) {
        this.states = states;
        StreamEvent beginning = StreamEvent.beginning(states.lastSequence());
        this.firstSequence = beginning.sequence();
        this.beforeOldest = beginning;
        this.tail = beginning;
        this.shares = new RoomShare[workers.length];
        for (int i = 0; i < workers.length; i++) {
            shares[i] = new RoomShare(workers[i]);
        }
    }

    OrganizationId organizationId() {
        return states.organizationId();
    }

    OrganizationStates states() {
        return states;
    }

    /** The held event of that id; {@code null} if there is none. */
    @Nullable StreamEvent held(String eventId) {
        return held.get(eventId);
    }

    /**
     * Appends an event at the tail.
     *
     * @param table keeps it as the state of its record; {@code null} if it is not to
     */
    StreamEvent append(EncodedEvent encoded, long arrivedAt, boolean persistent, @Nullable StateTable table) {
        StreamEvent last = tail;
        // Never earlier than the event before it. Else, after the broker's clock is set back, a later event could
        // look like one that a client already has.
        long arrivedInOrder = Math.max(arrivedAt, last.arrivedAt());
        StreamEvent event = new StreamEvent(encoded, arrivedInOrder, persistent, last);
        held.put(encoded.eventId(), event);
        states.lastSequence(event.sequence());
        if (table != null) {
            // Before the tail: a reader that stands at this event finds it, or a later one, among the states.
            table.put(
                    states,
                    encoded.pfaId(),
                    new RecordState(
                            encoded.type().name(),
                            encoded.eventId(),
                            encoded.json(),
                            event.sequence(),
                            arrivedInOrder));
        }
        tail = event;
        // Last, since from here on every subscriber at the old tail sees the event.
        last.follow(event);
        return event;
    }

    /** Evicts the room's oldest event. */
    void evict(StreamEvent oldest) {
        // In this order, so that a client that asks for it at this moment finds it as the one or the other.
        if (oldest.sequence() > beforeOldest.sequence()) {
            beforeOldest = oldest;
        }
        oldest.evict();
        held.remove(oldest.eventId());
    }

    StreamEvent tail() {
        return tail;
    }

    /** Sequence of the link before the room's very first event. */
    long firstSequence() {
        return firstSequence;
    }

    StreamEvent beforeOldest() {
        return beforeOldest;
    }

    /**
     * The position of a client that stands at {@code link}.
     *
     * @param now is the position if the link is no longer held, so that its id could not be found
     */
    String positionOf(StreamEvent link, TimePosition now) {
        return link.evicted() ? now.position() : link.eventId();
    }

    /**
     * The link behind which a client of that position goes on: all later events are those it missed. Empty if that
     * cannot be told any more.
     *
     * @param coveredSince this gateway has read all that arrived after this moment
     * @param now a moment of other data, or later than this by more than the tolerance, is refused: no client was
     *     given it
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

    // A client that was given a moment saw an empty room, so it missed exactly the held events that arrived since.
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

    /** What is left of the markers that this organization's clients may cause. */
    synchronized Bucket markers(Supplier<Bucket> fresh) {
        if (markers == null) {
            markers = fresh.get();
        }
        return markers;
    }

    @Nullable SnapshotBase snapshotBase() {
        return snapshotBase;
    }

    void snapshotBase(@Nullable SnapshotBase fresh) {
        snapshotBase = fresh;
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
     * Has every subscriber served soon, since there is something new. The calling thread serves them itself if they
     * are very few, or few and it has nothing else to do: waking a thread takes long and, if its processor sleeps
     * too, costs as much as ten writes (decision 0021).
     *
     * @param batch the calling thread's
     * @param busy whether the calling thread has other work
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

    /** Whether the link of that number is in the older half of what the room holds, or no longer held. */
    boolean isInOlderHalf(long sequence) {
        return 2 * sequence < beforeOldest.sequence() + tail.sequence();
    }

    int subscribers() {
        return subscribers.get();
    }

    /** When the newest event that this room has evicted had arrived; 0 if it has evicted none. */
    long lastEvictedAt() {
        return beforeOldest.arrivedAt();
    }

    int heldCount() {
        return held.size();
    }

    boolean holdsNothing() {
        return held.isEmpty();
    }

    /** Whether the room has no subscriber and holds no event. */
    boolean isEmpty() {
        return subscribers.get() == 0 && held.isEmpty();
    }

    /**
     * Marks that events may be missing at this point: earlier positions become invalid, subscribers are told in
     * mid-stream.
     */
    void markGap(long since) {
        StreamEvent last = tail;
        StreamEvent gap = StreamEvent.gap(Math.max(since, last.arrivedAt()), last);
        // They stay in the index, so that they are recognized if the broker sends them again.
        held.values().forEach(StreamEvent::evict);
        last.evict();
        beforeOldest = gap;
        states.lastSequence(gap.sequence());
        tail = gap;
        last.follow(gap);
        snapshotBase = null;
    }
}
