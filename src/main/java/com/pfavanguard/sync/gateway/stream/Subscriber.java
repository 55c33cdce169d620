package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session as the stream sees it: a member of one room for life, with the subscriptions it has there. At most one
 * write is under way at a time; what comes meanwhile waits in the room's chain, where it costs this session nothing,
 * and leaves in one go when the socket is free again.
 */
public final class Subscriber {

    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

    // One write's worth: large enough to fill a socket buffer, small enough that a stalled session holds little.
    private static final int MAX_BYTES_PER_WRITE = 64 * 1024;

    private final Room room;
    private final EventStream stream;
    private final FanOut.Worker worker;
    private final Outlet outlet;
    private final SlowLimits limits;

    private final List<Subscription> subscriptions = new ArrayList<>(1);
    private final Runnable whenWritten = this::written;
    private boolean draining;
    private boolean writing;
    private long writingSince;
    private boolean ended;

    // Where it stands in its share's list; guarded by that list's lock.
    private int place = -1;

    Subscriber(Room room, EventStream stream, FanOut.Worker worker, Outlet outlet, SlowLimits limits) {
        this.room = room;
        this.stream = stream;
        this.worker = worker;
        this.outlet = outlet;
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

    int place() {
        return place;
    }

    void place(int place) {
        this.place = place;
    }

    /**
     * Adds a subscription. Its greeting is sent as soon as this gateway knows the recent past, then what was missed
     * since {@code position}, then live events.
     *
     * @param id the client's name for it, not {@linkplain #isSubscribed in use}; {@code null} if it gave none
     * @param position where to go on from, {@code null} for live events only
     */
    public synchronized void subscribe(@Nullable String id, MessageEncoding encoding, @Nullable String position) {
        if (!ended) {
            subscriptions.add(new Subscription(id, encoding, position));
            worker.execute(this::drain);
        }
    }

    /** Whether there is a subscription of that id. */
    public synchronized boolean isSubscribed(@Nullable String id) {
        return subscriptions.stream().anyMatch(known -> Objects.equals(known.id(), id));
    }

    /** Takes a subscription back; when this returns no further message of it leaves. Unknown ids are ignored. */
    public synchronized void unsubscribe(@Nullable String id) {
        subscriptions.removeIf(known -> Objects.equals(known.id(), id));
    }

    /** Takes all of them back. */
    public synchronized void unsubscribeAll() {
        subscriptions.clear();
    }

    /** Tells the client by its first subscription; {@code false} if it has none. */
    public synchronized boolean tell(Notice notice) {
        if (ended || subscriptions.isEmpty()) {
            return false;
        }
        subscriptions.get(0).tell(notice);
        worker.execute(this::drain);
        return true;
    }

    public synchronized int subscriptionCount() {
        return subscriptions.size();
    }

    /**
     * Hands over everything there is, unless a write is under way. Called by this session's worker, which serves many
     * others: what goes wrong here ends this session and nothing else.
     */
    synchronized void drain() {
        draining = true;
        try {
            while (!writing && !ended && writeWaiting()) {}
            if (writing && isSlow()) {
                end(CloseCode.SLOW);
            }
        } catch (RuntimeException | Error e) {
            log.error("A session of {} could not be served and is closed", organizationId(), e);
            end(CloseCode.SERVER_ERROR);
        } finally {
            draining = false;
        }
    }

    /** One write of what is waiting, up to its size; {@code false} if nothing is. */
    private boolean writeWaiting() {
        byte[] last = null;
        int bytes = 0;
        for (int i = 0; i < subscriptions.size() && bytes < MAX_BYTES_PER_WRITE; i++) {
            Subscription subscription = subscriptions.get(i);
            byte[] message;
            while (bytes < MAX_BYTES_PER_WRITE && (message = subscription.next(room, stream)) != null) {
                if (last != null) {
                    outlet.queue(last);
                }
                last = message;
                bytes += message.length;
            }
        }
        if (last == null) {
            return false;
        }
        writing = true;
        writingSince = System.nanoTime();
        outlet.send(last, whenWritten);
        return true;
    }

    // By any thread; often by the worker from within send(), and then drain() goes on by itself.
    private void written() {
        synchronized (this) {
            writing = false;
            if (draining || ended || subscriptions.stream().noneMatch(subscription -> subscription.hasNext(stream))) {
                return;
            }
        }
        worker.execute(this::drain);
    }

    private boolean isSlow() {
        if (System.nanoTime() - writingSince > limits.writeTime().toNanos()) {
            return true;
        }
        for (Subscription subscription : subscriptions) {
            if (subscription.lagEvents(room) > limits.events()
                    || subscription.lagBytes(room) > limits.bytes()
                    || subscription.overrun()) {
                return true;
            }
        }
        return false;
    }

    /** Closes the session if its socket has been stuck for too long. Called now and then by the sweep. */
    public synchronized void checkProgress() {
        if (!ended && writing && isSlow()) {
            end(CloseCode.SLOW);
        }
    }

    private void end(CloseCode code) {
        if (!ended) {
            ended = true;
            subscriptions.clear();
            outlet.close(code);
        }
    }

    /** Nothing more is handed to this session. */
    synchronized void stop() {
        ended = true;
        subscriptions.clear();
    }
}
