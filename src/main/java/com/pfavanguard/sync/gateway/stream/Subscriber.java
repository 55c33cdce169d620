package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stream.SessionMeters.Slow;
import com.pfavanguard.sync.vital.BoundedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One session as the stream sees it: a member of one room for life, with its subscriptions there. At most one write
 * is under way at a time. Events that come meanwhile wait in the room's chain, at no cost to this session, and leave
 * in one write when the socket is ready again; so do whole messages that a full socket did not take.
 *
 * <p>State is guarded by this object's lock. A thread that holds it may take {@link History}'s lock, never the other
 * way round.
 */
public final class Subscriber {

    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);
    private static final BoundedLog LINES = new BoundedLog();

    private final Room room;
    private final Greeter greeter;
    private final FanOut.Worker worker;
    private final MessageSink sink;
    private final SlowLimits limits;

    private final List<Subscription> subscriptions = new ArrayList<>(1);
    private final Runnable whenReady = this::ready;
    private final FanOut.Work drain = this::drain;
    private boolean draining;
    private boolean writing;
    private long writingSince;
    private boolean ended;

    /** Index in the list of its {@link RoomShare}; guarded by that list's lock. */
    private int indexInShare = -1;

    Subscriber(Room room, Greeter greeter, FanOut.Worker worker, MessageSink sink, SlowLimits limits) {
        this.room = room;
        this.greeter = greeter;
        this.worker = worker;
        this.sink = sink;
        this.limits = limits;
    }

    public OrganizationId organizationId() {
        return room.organizationId();
    }

    FanOut.Worker worker() {
        return worker;
    }

    Room room() {
        return room;
    }

    int indexInShare() {
        return indexInShare;
    }

    void indexInShare(int index) {
        this.indexInShare = index;
    }

    /**
     * Adds a subscription. It gets its greeting as soon as this gateway knows the recent past, then the events missed
     * since its position, then live events.
     *
     * @param id the id that the client chose, not {@linkplain #isSubscribed in use}; {@code null} if it gave none
     */
    public synchronized void subscribe(@Nullable String id, MessageEncoding encoding, SubscriptionOptions options) {
        if (!ended) {
            greeter.meters().subscribed(options.filter());
            subscriptions.add(new Subscription(id, encoding, options, greeter.moment()));
            worker.execute(drain);
        }
    }

    /** Whether a subscription has that id. */
    public synchronized boolean isSubscribed(@Nullable String id) {
        return subscriptions.stream().anyMatch(known -> Objects.equals(known.id(), id));
    }

    /** Removes a subscription; after this returns, it gets no further message. Ignores unknown ids. */
    public synchronized void unsubscribe(@Nullable String id) {
        subscriptions.removeIf(known -> Objects.equals(known.id(), id));
    }

    /** Removes all subscriptions. */
    public synchronized void unsubscribeAll() {
        subscriptions.clear();
    }

    /** Sends a notice on the first subscription; {@code false} if there is none. */
    public synchronized boolean tell(Notice notice) {
        if (ended || subscriptions.isEmpty()) {
            return false;
        }
        subscriptions.get(0).tell(notice);
        worker.execute(drain);
        return true;
    }

    /** Whether this filter lists more records than the session may have in all its subscriptions together. */
    public synchronized boolean isTooMuch(EventFilter filter) {
        int pfaIds = filter.pfaIdCount();
        for (Subscription known : subscriptions) {
            pfaIds += known.cursor().filter().pfaIdCount();
        }
        return pfaIds > EventFilter.MOST_PFA_IDS;
    }

    /**
     * Where the session stands. Holds this object's lock for a moment that does not grow with what waits.
     *
     * @param now the broker's time, milliseconds since 1970
     */
    public synchronized Standing standing(long now) {
        StreamEvent tail = room.tail();
        StreamEvent last = tail;
        for (Subscription subscription : subscriptions) {
            StreamEvent at = subscription.cursor().link();
            if (at != null && at.sequence() < last.sequence()) {
                last = at;
            }
        }
        StreamEvent next = last.next();
        return new Standing(
                subscriptions.size(),
                Standing.Filters.of(subscriptions.stream()
                        .map(subscription -> subscription.cursor().filter())
                        .toList()),
                tail.sequence() - last.sequence(),
                tail.bytesUpTo() - last.bytesUpTo(),
                last == tail || next == null ? 0 : Math.max(0, now - next.arrivedAt()));
    }

    public synchronized int subscriptionCount() {
        return subscriptions.size();
    }

    /**
     * Writes all that waits, unless a write is under way. Called by a thread that serves many sessions, so a failure
     * here ends this session and nothing else.
     *
     * @param batch the calling thread's
     */
    synchronized void drain(Batch batch) {
        draining = true;
        try {
            while (!writing && !ended && writeWaiting(batch)) {}
            if (writing) {
                endIfSlow();
            }
        } catch (RuntimeException | Error e) {
            LINES.tell(
                    log,
                    Level.ERROR,
                    "serve" + e.getClass().getName(),
                    "A session of {} could not be served and is closed",
                    organizationId(),
                    e);
            end(CloseCode.SERVER_ERROR);
        } finally {
            draining = false;
        }
    }

    /** Writes what waits for the first subscription that has anything; {@code false} if none has. */
    private boolean writeWaiting(Batch batch) {
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription subscription = subscriptions.get(i);
            Messages messages = subscription.next(room, greeter, batch);
            if (messages != null) {
                writing = true;
                // One look at the clock for the session and for the metrics.
                long now = greeter.moment();
                int bytes = sink.write(messages, now, whenReady);
                if (batch.isTraced() && messages == batch) {
                    batch.tellTraces(bytes, sink);
                }
                subscription.count(messages, bytes, now, batch);
                subscription.handedOver(messages, bytes);
                if (writing) {
                    writingSince = System.nanoTime();
                }
                return true;
            }
            if (subscription.isHopeless()) {
                endAsSlow(Slow.MISSED);
                return false;
            }
        }
        return false;
    }

    // Called by any thread; often by the worker within write(), and then drain() itself goes on.
    private void ready() {
        synchronized (this) {
            writing = false;
            if (draining || ended || subscriptions.stream().noneMatch(subscription -> subscription.hasNext(greeter))) {
                return;
            }
        }
        worker.execute(drain);
    }

    private void endIfSlow() {
        Slow reason = slow();
        if (reason != null) {
            endAsSlow(reason);
        }
    }

    private void endAsSlow(Slow reason) {
        if (!ended) {
            greeter.meters().closedAsSlow(reason);
        }
        end(CloseCode.SLOW);
    }

    /** Why the session is too slow; {@code null} if it is not. */
    private @Nullable Slow slow() {
        if (System.nanoTime() - writingSince > limits.writeTime().toNanos()) {
            return Slow.WRITE_TIME;
        }
        for (Subscription subscription : subscriptions) {
            Slow lag = subscription.cursor().lag(room, limits);
            if (lag != null) {
                return lag;
            }
            if (subscription.isTooLate()) {
                return Slow.MISSED;
            }
        }
        return null;
    }

    /**
     * Closes the session if its socket has been stuck for too long, and tells clients whose filter lets nothing pass
     * where they stand. Called by the sweep of sessions.
     */
    public synchronized void checkProgress() {
        if (ended) {
            return;
        }
        for (Subscription subscription : subscriptions) {
            subscription.cursor().countLag(room, greeter);
        }
        if (writing) {
            endIfSlow();
            return;
        }
        for (Subscription subscription : subscriptions) {
            if (subscription.tellPosition(room, greeter)) {
                worker.execute(drain);
            }
        }
    }

    private void end(CloseCode code) {
        if (!ended) {
            ended = true;
            subscriptions.clear();
            try {
                sink.close(code);
            } catch (RuntimeException | Error e) {
                // The calling thread has other sessions to serve.
                LINES.tell(
                        log,
                        Level.ERROR,
                        "close" + e.getClass().getName(),
                        "A session of {} could not be closed",
                        organizationId(),
                        e);
            }
        }
    }

    /** Hands no further messages to this session. */
    synchronized void stop() {
        ended = true;
        subscriptions.clear();
    }
}
