package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.vital.BoundedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One session as the stream sees it: a member of one room for life, with the subscriptions it has there. At most one
 * write is under way at a time; what comes meanwhile waits in the room's chain, where it costs this session nothing,
 * and leaves in one go when the socket is free again. So does what a full socket did not take, but for the rest of the
 * message it was in.
 */
public final class Subscriber {

    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);
    private static final BoundedLog LINES = new BoundedLog();

    private final Room room;
    private final EventStream stream;
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

    // Where it stands in its share's list; guarded by that list's lock.
    private int place = -1;

    Subscriber(Room room, EventStream stream, FanOut.Worker worker, MessageSink sink, SlowLimits limits) {
        this.room = room;
        this.stream = stream;
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
            worker.execute(drain);
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
        worker.execute(drain);
        return true;
    }

    public synchronized int subscriptionCount() {
        return subscriptions.size();
    }

    /**
     * Hands over everything there is, unless a write is under way. Called by a thread that serves many others: what goes
     * wrong here ends this session and nothing else.
     *
     * @param batch the calling thread's
     */
    synchronized void drain(Batch batch) {
        draining = true;
        try {
            while (!writing && !ended && writeWaiting(batch)) {}
            if (writing && isSlow()) {
                end(CloseCode.SLOW);
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

    /** One write of what is waiting for one of the subscriptions; {@code false} if nothing is. */
    private boolean writeWaiting(Batch batch) {
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription subscription = subscriptions.get(i);
            Messages messages = subscription.next(room, stream, batch);
            if (messages != null) {
                writing = true;
                subscription.handedOver(messages, sink.write(messages, whenReady));
                if (writing) {
                    writingSince = System.nanoTime();
                }
                return true;
            }
        }
        return false;
    }

    // By any thread; often by the worker from within write(), and then drain() goes on by itself.
    private void ready() {
        synchronized (this) {
            writing = false;
            if (draining || ended || subscriptions.stream().noneMatch(subscription -> subscription.hasNext(stream))) {
                return;
            }
        }
        worker.execute(drain);
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
            try {
                sink.close(code);
            } catch (RuntimeException | Error e) {
                // Whoever serves this session has others to serve.
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

    /** Nothing more is handed to this session. */
    synchronized void stop() {
        ended = true;
        subscriptions.clear();
    }
}
