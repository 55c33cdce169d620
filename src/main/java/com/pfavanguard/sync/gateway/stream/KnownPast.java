package com.pfavanguard.sync.gateway.stream;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells which part of the past this gateway knows completely: since when, until when, and of which broker's data.
 * Positions that clients come back with are judged by it. Written under {@link History}'s lock; {@link #isReady},
 * {@link #coveredSince} and {@link #now} are safe for any thread.
 */
final class KnownPast {

    private final BrokerTime time;

    private volatile boolean ready;
    private volatile long coveredSince;
    private volatile long knownUntil = Long.MAX_VALUE;
    private volatile String dataId = "";

    /** The latest {@link #dataId} that was not empty. */
    private String lastDataId = "";

    /** When the link went down, by monotonic time; {@code null} while it is up. */
    private @Nullable Long downSince;

    KnownPast(BrokerTime time) {
        this.time = time;
    }

    /** Whether the past has been read at least once, so that newcomers can be told where they stand. */
    boolean isReady() {
        return ready;
    }

    /** This gateway has read all that reached the broker after this moment; rooms may have evicted some of it since. */
    long coveredSince() {
        return coveredSince;
    }

    /** The latest moment up to which this gateway knows all that happened; stands still while the link is down. */
    TimePosition now() {
        return new TimePosition(dataId, Math.min(time.millis(), knownUntil));
    }

    long knownUntil() {
        return knownUntil;
    }

    /** When the link went down, by monotonic time. Only while it is down. */
    long downSince() {
        return Objects.requireNonNull(downSince);
    }

    /** Gives up the knowledge of what reached the broker before {@code moment}. */
    void coverOnlySince(long moment) {
        coveredSince = Math.max(coveredSince, moment);
    }

    /** Starts again at the present: nothing is known of what reached the broker before. */
    void startAnew() {
        coveredSince = time.millis();
    }

    /** The link has gone down; idempotent. */
    void linkDown() {
        if (downSince == null) {
            downSince = time.monotonic();
            knownUntil = time.millis();
        }
    }

    /** The past has been read, so the present is known again. */
    void caughtUp() {
        knownUntil = Long.MAX_VALUE;
        downSince = null;
        ready = true;
    }

    /**
     * Learns which data the broker has.
     *
     * @param id short name of the data; empty if the broker does not say
     * @return whether they are other data than before
     */
    boolean identify(String id) {
        boolean others = !id.isEmpty() && !lastDataId.isEmpty() && !id.equals(lastDataId);
        if (!id.isEmpty()) {
            lastDataId = id;
        }
        dataId = id;
        return others;
    }
}
