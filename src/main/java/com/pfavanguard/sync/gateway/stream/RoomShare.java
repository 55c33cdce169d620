package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The subscribers of one room that one worker looks after. The list is touched under its own lock only. */
final class RoomShare implements Runnable {

    private final FanOut.Worker worker;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final List<Subscriber> subscribers = new ArrayList<>(0);

    /** A copy to walk over, renewed when the list has changed; only the worker reads it. */
    private volatile Subscriber @Nullable [] snapshot = {};

    RoomShare(FanOut.Worker worker) {
        this.worker = worker;
    }

    void add(Subscriber subscriber) {
        synchronized (subscribers) {
            subscriber.place(subscribers.size());
            subscribers.add(subscriber);
            snapshot = null;
        }
    }

    /** Takes a subscriber out in constant time: the last one moves to its place. Order within a room means nothing. */
    boolean remove(Subscriber subscriber) {
        synchronized (subscribers) {
            int place = subscriber.place();
            if (place < 0) {
                return false;
            }
            Subscriber last = subscribers.remove(subscribers.size() - 1);
            if (last != subscriber) {
                subscribers.set(place, last);
                last.place(place);
            }
            subscriber.place(-1);
            snapshot = null;
            return true;
        }
    }

    /** Has the worker look at every subscriber soon; cheap if it already will. */
    void wake() {
        if (!waiting.get() && !isEmpty() && waiting.compareAndSet(false, true)) {
            worker.execute(this);
        }
    }

    private boolean isEmpty() {
        Subscriber[] known = snapshot;
        return known != null && known.length == 0;
    }

    @Override
    public void run() {
        // Before looking, not after: an event that comes while we look wakes us again.
        waiting.set(false);
        for (Subscriber subscriber : subscribers()) {
            subscriber.drain();
        }
    }

    private Subscriber[] subscribers() {
        Subscriber[] known = snapshot;
        if (known != null) {
            return known;
        }
        synchronized (subscribers) {
            Subscriber[] fresh = subscribers.toArray(Subscriber[]::new);
            snapshot = fresh;
            return fresh;
        }
    }
}
