package com.pfavanguard.sync.broker;

import static com.pfavanguard.sync.broker.BrokerRight.BROWSE;
import static com.pfavanguard.sync.broker.BrokerRight.CONSUME;
import static com.pfavanguard.sync.broker.BrokerRight.SEND;

import com.pfavanguard.sync.event.SyncQueues;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.jspecify.annotations.Nullable;

/**
 * A queue that this process needs at the broker, with the settings and rights without which it cannot work. {@code
 * broker-config/single/broker.xml} declares all of them; a test compares the two.
 *
 * @param name its name
 * @param address the address that it is bound to
 * @param routingType how the address hands out messages
 * @param nonDestructive whether reading must leave the messages in the queue
 * @param lastValueKey property by which only the last message of a value is kept; {@code null} if all are kept
 * @param maxConsumers maximum number of consumers; -1 for any number
 * @param rights what this process does with the queue
 */
record NeededQueue(
        String name,
        String address,
        RoutingType routingType,
        boolean nonDestructive,
        @Nullable String lastValueKey,
        int maxConsumers,
        NeededRights rights) {

    private static final int ANY_NUMBER = -1;

    static List<NeededQueue> of(Set<BrokerNeed> needs) {
        Stream<NeededQueue> ofEdits = Stream.of(
                        ofEdits(SyncQueues.WRITE, null, needs),
                        ofEdits(SyncQueues.FAILED, null, needs),
                        ofEdits(SyncQueues.EXPIRED, null, needs),
                        ofEdits(SyncQueues.REQUESTS, null, needs),
                        ofEdits(SyncQueues.CONFLICTS, null, needs),
                        ofEdits(SyncQueues.RESOLVED_CONFLICTS, null, needs),
                        ofEdits(SyncQueues.FIGURES, SyncQueues.FIGURES_KEY, needs))
                .filter(queue -> !queue.rights.isEmpty());
        Stream<NeededQueue> lock = needs.contains(BrokerNeed.WRITES) ? Stream.of(lock(needs)) : Stream.empty();
        Stream<NeededQueue> revocations =
                needs.contains(BrokerNeed.REVOCATIONS) ? Stream.of(control(SyncQueues.CONTROL, needs)) : Stream.empty();
        // Any process may be asked to pause an organization, or which ones are paused.
        NeededQueue pauses = control(SyncQueues.PAUSES, needs);
        Stream<NeededQueue> control =
                Stream.concat(revocations, pauses.rights.isEmpty() ? Stream.empty() : Stream.of(pauses));
        Stream<NeededQueue> states =
                needs.contains(BrokerNeed.EVENTS) ? Stream.of(states(needs), keeper(needs)) : Stream.empty();
        // Without the history, the events of a process that publishes would reach no reader.
        return Stream.of(Stream.of(history(needs)), ofEdits, lock, control, states)
                .flatMap(queues -> queues)
                .toList();
    }

    private static NeededQueue history(Set<BrokerNeed> needs) {
        return new NeededQueue(
                StompBroker.HISTORY_QUEUE,
                StompBroker.HISTORY_ADDRESS,
                RoutingType.MULTICAST,
                true,
                null,
                ANY_NUMBER,
                NeededRights.of(StompBroker.HISTORY_QUEUE, "sync.*", needs, CONSUME, BROWSE));
    }

    private static NeededQueue ofEdits(String name, @Nullable String lastValueKey, Set<BrokerNeed> needs) {
        NeededRights rights = NeededRights.of(name, name, needs, SEND, CONSUME, BROWSE);
        return new NeededQueue(name, name, RoutingType.ANYCAST, false, lastValueKey, ANY_NUMBER, rights);
    }

    // Without the right to consume: a consumer of this queue, even for a moment, holds the worker's lock.
    private static NeededQueue lock(Set<BrokerNeed> needs) {
        String name = SyncQueues.WORKER;
        return new NeededQueue(name, name, RoutingType.ANYCAST, false, null, 1, NeededRights.of(name, name, needs));
    }

    /** Says that this process was refused the lock of a queue, and how to grant it. */
    static Optional<BrokerProblem> lockRefused(String name, Set<BrokerNeed> needs) {
        return refused(
                name, NeededRights.of(name, name, needs, CONSUME), EnumSet.of(CONSUME), "The user of this process");
    }

    /**
     * Says that these rights are missing, and how to grant them; empty if there are none.
     *
     * @param user as the subject of a sentence
     */
    Optional<BrokerProblem> refused(Set<BrokerRight> missing, String user) {
        return refused(name, rights, missing, user);
    }

    private static Optional<BrokerProblem> refused(
            String name, NeededRights rights, Set<BrokerRight> missing, String user) {
        return rights.problem(missing, user, withoutIt(name));
    }

    private static NeededQueue control(String name, Set<BrokerNeed> needs) {
        return new NeededQueue(
                name,
                name,
                RoutingType.ANYCAST,
                true,
                SyncQueues.CONTROL_KEY,
                ANY_NUMBER,
                NeededRights.of(name, name, needs, SEND, CONSUME, BROWSE));
    }

    private static NeededQueue states(Set<BrokerNeed> needs) {
        String name = SyncQueues.STATES;
        NeededRights rights = NeededRights.of(name, name, needs, SEND, BROWSE);
        return new NeededQueue(name, name, RoutingType.ANYCAST, true, SyncQueues.STATES_KEY, ANY_NUMBER, rights);
    }

    // Without the right to consume, for the same reason as the worker's lock.
    private static NeededQueue keeper(Set<BrokerNeed> needs) {
        String name = SyncQueues.STATES_KEEPER;
        return new NeededQueue(name, name, RoutingType.ANYCAST, false, null, 1, NeededRights.of(name, name, needs));
    }

    /** Whether the process cannot do its work without the queue. */
    boolean stopsWork() {
        return withoutIt() == null;
    }

    /** What the process leaves out without the queue or the rights there; {@code null} if it cannot do its work. */
    @Nullable String withoutIt() {
        return withoutIt(name);
    }

    // A broker set up for 0.1.0 has none of these queues.
    private static @Nullable String withoutIt(String name) {
        return switch (name) {
            case SyncQueues.EXPIRED -> "clients are not told of failed edits that expire";
            case SyncQueues.STATES -> "a gateway that starts knows no state of a record from before the history";
            case SyncQueues.STATES_KEEPER -> "this gateway does not write the states of records to the broker";
            case SyncQueues.PAUSES -> "the writes of no organization can be paused";
            default -> null;
        };
    }

    /** Whether the process takes messages out, each of which it must not get again. */
    boolean isWorkedOff() {
        return !nonDestructive && rights.rights().contains(CONSUME);
    }

    /** Whether this is the history, and the process reads it. Its size is of no interest to one that only publishes. */
    boolean isHistoryToRead() {
        return name.equals(StompBroker.HISTORY_QUEUE) && !rights.isEmpty();
    }
}
