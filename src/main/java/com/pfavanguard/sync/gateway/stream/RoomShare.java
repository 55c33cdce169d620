package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one room that one worker usually serves. The link's thread or another worker may serve them too;
 * each subscriber's lock keeps the two apart. The list is guarded by its own lock.
 */
final class RoomShare implements FanOut.Work {

    /** As many writes as cost no more than waking a sleeping thread. */
    static final int VERY_FEW = 3;

    /** As many subscribers of a room as are served in about half a millisecond. */
    static final int FEW = 128;

    // The same for one share; a room has a few.
    private static final int FEW_IN_SHARE = 100;

    private final FanOut.Worker worker;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final List<Subscriber> subscribers = new ArrayList<>(0);

    /** A copy to walk over; {@code null} after the list has changed. */
    private volatile Subscriber @Nullable [] snapshot = {};

    RoomShare(FanOut.Worker worker) {
        this.worker = worker;
    }

    void add(Subscriber subscriber) {
        synchronized (subscribers) {
            subscriber.indexInShare(subscribers.size());
            subscribers.add(subscriber);
            snapshot = null;
        }
    }

    /** Removes a subscriber in constant time by moving the last one to its index; the order means nothing. */
    boolean remove(Subscriber subscriber) {
        synchronized (subscribers) {
            int index = subscriber.indexInShare();
            if (index < 0) {
                return false;
            }
            Subscriber last = subscribers.remove(subscribers.size() - 1);
            if (last != subscriber) {
                subscribers.set(index, last);
                last.indexInShare(index);
            }
            subscriber.indexInShare(-1);
            snapshot = null;
            return true;
        }
    }

    /**
     * Has every subscriber served soon; cheap if that is already due. Waking a thread costs as much as writing to
     * several sockets, so if all workers are idle, one of them serves the few subscribers of all shares.
     *
     * @param woken a worker that was idle and has just been woken for another share of the room; {@code null} if none
     *     was
     * @return the worker woken for this share; {@code null} if none was
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
     * Serves every subscriber at once if the worker sleeps, or else has the worker do it soon. No subscriber can hold
     * up the caller.
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
        // Before serving, not after: an event that comes meanwhile must wake the worker again.
        waiting.set(false);
        drain(batch);
    }

    private void drain(Batch batch) {
        Subscriber[] all = subscribers();
        // Not timed for one session, where looking at the clock would cost more than one percent of the work.
        boolean timed = all.length > 1;
        long since = timed ? System.nanoTime() : 0;
        for (Subscriber subscriber : all) {
            subscriber.drain(batch);
        }
        if (timed) {
            batch.tally().served(System.nanoTime() - since);
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
