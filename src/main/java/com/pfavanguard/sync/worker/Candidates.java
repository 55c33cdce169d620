package com.pfavanguard.sync.worker;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Decides whose item is begun next, and which one of theirs: the organizations take turns, save those that have to wait
 * or have enough in hand. Not safe for several threads at once.
 */
final class Candidates {

    private final Outage outage;
    private final InFlight inFlight;
    private final PausedOrganizations paused;
    private final FullAddresses full;
    private final boolean turnsForFresh;
    private final LongSupplier nanoTime;
    private final Turns turns = new Turns();

    /** What is to be taken. */
    enum Kind {
        /** An item that has not been begun. */
        FRESH,
        /** An item whose time has come. */
        DUE,
        /** Likewise, of those whose last attempt got no answer. */
        SUSPECT
    }

    record Choice(String organization, Kind kind) {}

    /** @param turnsForFresh whether fresh items are taken in turns, or as the queue has them: by priority */
    Candidates(
            Outage outage,
            InFlight inFlight,
            PausedOrganizations paused,
            FullAddresses full,
            boolean turnsForFresh,
            LongSupplier nanoTime) {
        this.outage = outage;
        this.inFlight = inFlight;
        this.paused = paused;
        this.full = full;
        this.turnsForFresh = turnsForFresh;
        this.nanoTime = nanoTime;
    }

    /**
     * The next one, if anything known of may be begun now.
     *
     * @param freshToo whether fresh items are among them whatever the settings say
     */
    Optional<Choice> next(BegunItems begun, Backlog backlog, boolean freshToo) {
        inFlight.keep(organization ->
                begun.knows(organization) || paused.isUnproven(organization) || full.isUnproven(organization));
        Look look = new Look(begun, backlog, turnsForFresh || freshToo, nanoTime.getAsLong());
        Set<String> present = new HashSet<>(begun.organizations());
        present.addAll(backlog.organizations());
        return turns.next(present, organization -> look.at(organization).isPresent())
                .flatMap(organization -> look.at(organization).map(kind -> new Choice(organization, kind)));
    }

    /** What there is to do, organization by organization. */
    private final class Look {

        private final BegunItems begun;
        private final Backlog backlog;
        private final boolean freshToo;
        private final long now;

        Look(BegunItems begun, Backlog backlog, boolean freshToo, long now) {
            this.begun = begun;
            this.backlog = backlog;
            this.freshToo = freshToo;
            this.now = now;
        }

        Optional<Kind> at(String organization) {
            if (!mayBegin(organization)) {
                return Optional.empty();
            }
            // While PEMS is down, an item that has not failed yet tells more.
            Stream<Kind> order = outage.isDown()
                    ? Stream.of(Kind.FRESH, Kind.DUE, Kind.SUSPECT)
                    : Stream.of(Kind.SUSPECT, Kind.DUE, Kind.FRESH);
            return order.filter(kind -> may(organization, kind)).findFirst();
        }

        private boolean may(String organization, Kind kind) {
            return switch (kind) {
                case FRESH ->
                    freshToo
                            && backlog.has(organization)
                            && !begun.isFull(organization)
                            && inFlight.admits(organization, begun);
                case DUE -> begun.hasDue(organization, false, now) && inFlight.admits(organization, begun);
                case SUSPECT -> begun.hasDue(organization, true, now) && inFlight.admitsSuspect(organization, begun);
            };
        }
    }

    private boolean mayBegin(String organization) {
        return !paused.isPaused(organization) && !full.isFull(organization) && outage.admits(organization);
    }

    /** Organizations of which nothing may be begun now. */
    Set<String> leftOut(BegunItems begun) {
        Set<String> leftOut = new HashSet<>(paused.all());
        leftOut.addAll(full.all());
        begun.organizations().stream()
                .filter(organization ->
                        begun.isFull(organization) || !mayBegin(organization) || !inFlight.admits(organization, begun))
                .forEach(leftOut::add);
        return leftOut;
    }

    /** How many items can be in hand at once. */
    int threads() {
        return inFlight.threads();
    }

    /** Its items had to wait for something; then one goes first. */
    void beginAgain(String organization) {
        inFlight.beginAgain(organization);
    }
}
