package com.pfavanguard.sync.worker;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Chooses the organization, and the kind of item, to take next: organizations take turns (decision 0023), except those
 * that must wait or have enough items in hand. Not thread-safe.
 */
final class ItemChooser {

    private final OutageDetector outage;
    private final InFlightLimits inFlight;
    private final RefusedCredentials refused;
    private final FullAddresses full;
    private final PausedByAdmin paused;
    private final boolean turnsForFresh;
    private final LongSupplier nanoTime;
    private final RoundRobin turns = new RoundRobin();

    /** The kind of item to take. */
    enum Kind {
        /** An item that has not been started. */
        FRESH,
        /** An item whose next attempt is due. */
        DUE,
        /** A due item whose last attempt got no answer. */
        SUSPECT
    }

    record Choice(String organization, Kind kind) {}

    /** @param turnsForFresh whether fresh items are taken in turns, or as the queue has them: by priority */
    ItemChooser(
            OutageDetector outage,
            InFlightLimits inFlight,
            RefusedCredentials refused,
            FullAddresses full,
            PausedByAdmin paused,
            boolean turnsForFresh,
            LongSupplier nanoTime) {
        this.outage = outage;
        this.inFlight = inFlight;
        this.refused = refused;
        this.full = full;
        this.paused = paused;
        this.turnsForFresh = turnsForFresh;
        this.nanoTime = nanoTime;
    }

    /**
     * Chooses the next organization; empty if nothing known can be started now.
     *
     * @param freshToo whether to consider fresh items whatever the settings say
     */
    Optional<Choice> next(StartedItems started, FreshItemCounts fresh, boolean freshToo) {
        inFlight.keep(organization ->
                started.knows(organization) || refused.isUnproven(organization) || full.isUnproven(organization));
        Options options = new Options(started, fresh, turnsForFresh || freshToo, nanoTime.getAsLong());
        Set<String> present = new HashSet<>(started.organizations());
        present.addAll(fresh.organizations());
        return turns.next(present, organization -> options.at(organization).isPresent())
                .flatMap(organization -> options.at(organization).map(kind -> new Choice(organization, kind)));
    }

    /** What can be taken, organization by organization. */
    private final class Options {

        private final StartedItems started;
        private final FreshItemCounts fresh;
        private final boolean freshToo;
        private final long now;

        Options(StartedItems started, FreshItemCounts fresh, boolean freshToo, long now) {
            this.started = started;
            this.fresh = fresh;
            this.freshToo = freshToo;
            this.now = now;
        }

        Optional<Kind> at(String organization) {
            if (!mayBegin(organization)) {
                return Optional.empty();
            }
            // While PEMS is down, an item that has not failed yet tells more about PEMS.
            Stream<Kind> order = outage.isDown()
                    ? Stream.of(Kind.FRESH, Kind.DUE, Kind.SUSPECT)
                    : Stream.of(Kind.SUSPECT, Kind.DUE, Kind.FRESH);
            return order.filter(kind -> may(organization, kind)).findFirst();
        }

        private boolean may(String organization, Kind kind) {
            return switch (kind) {
                case FRESH ->
                    freshToo
                            && fresh.has(organization)
                            && !started.isFull(organization)
                            && inFlight.admits(organization, started);
                case DUE -> started.hasDue(organization, false, now) && inFlight.admits(organization, started);
                case SUSPECT ->
                    started.hasDue(organization, true, now) && inFlight.admitsSuspect(organization, started);
            };
        }
    }

    private boolean mayBegin(String organization) {
        return !refused.isPaused(organization)
                && !full.isFull(organization)
                && !paused.isPaused(organization)
                && outage.admits(organization);
    }

    /** Organizations whose items must not be started now. */
    Set<String> leftOut(StartedItems started) {
        Set<String> leftOut = new HashSet<>(refused.all());
        leftOut.addAll(full.all());
        leftOut.addAll(paused.all());
        started.organizations().stream()
                .filter(organization -> started.isFull(organization)
                        || !mayBegin(organization)
                        || !inFlight.admits(organization, started))
                .forEach(leftOut::add);
        return leftOut;
    }

    /** Lets one item of the organization go first, after all of them had to wait. */
    void beginAgain(String organization) {
        inFlight.beginAgain(organization);
    }
}
