package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one room that one worker usually looks after; a subscriber's own lock keeps two workers apart. The
 * list is touched under its own lock only.
 */
final class RoomShare implements FanOut.Work {

    /** So many writes cost no more than waking a thread that sleeps. */
    static final int VERY_FEW = 3;

    /** So many in a whole room are half a millisecond's work or so. */
    static final int FEW = 128;

    // Likewise in one share, of which a room has a few.
    private static final int FEW_IN_SHARE = 100;

    private final FanOut.Worker worker;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final List<Subscriber> subscribers = new ArrayList<>(0);

    /** A copy to walk over, renewed when the list has changed. */
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

    /**
     * Has every subscriber looked at soon; cheap if they already will be. Waking a thread costs as much as writing to
     * several sockets, so if nobody is at work, one thread looks after the few of all shares.
     *
     * @param woken a worker that was idle and has just been woken for another share of the room, if any
     * @return the worker woken for this share; {@code null} if none had to be
     */
    FanOut.@Nullable Worker wake(FanOut.@Nullable Worker woken) {
        if (waiting.get() || isEmpty() || !waiting.compareAndSet(false, true)) {
            return null;
        }
        boolean idle = worker.isIdle();
        if (woken != null && idle && isSmall()) {
            woken.execute(this);
            return null;
        }
        worker.execute(this);
        return idle ? worker : null;
    }

    /**
     * Looks at every subscriber at once if the worker sleeps, or else has it look soon. No subscriber can hold up the
     * caller.
     *
     * @param batch the calling thread's
     */
    void serveIfIdle(Batch batch) {
        if (isEmpty()) {
            return;
        }
        if (worker.isIdle()) {
            drain(batch);
        } else {
            wake(null);
        }
    }

    private boolean isEmpty() {
        Subscriber[] known = snapshot;
        return known != null && known.length == 0;
    }

    private boolean isSmall() {
        Subscriber[] known = snapshot;
        return known != null && known.length <= FEW_IN_SHARE;
    }

    @Override
    public void run(Batch batch) {
        // Before looking, not after: an event that comes while we look wakes us again.
        waiting.set(false);
        drain(batch);
    }

    private void drain(Batch batch) {
        for (Subscriber subscriber : subscribers()) {
            subscriber.drain(batch);
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
