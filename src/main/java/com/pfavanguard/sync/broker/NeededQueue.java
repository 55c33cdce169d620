package com.pfavanguard.sync.broker;

import static com.pfavanguard.sync.broker.BrokerRight.BROWSE;
import static com.pfavanguard.sync.broker.BrokerRight.CONSUME;
import static com.pfavanguard.sync.broker.BrokerRight.SEND;

import com.pfavanguard.sync.event.SyncQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
 * @param role the role of {@code broker.xml} that has the rights
 * @param match the {@code security-setting} of {@code broker.xml} that grants them
 * @param rights what this process does with the queue
 */
record NeededQueue(
        String name,
        String address,
        RoutingType routingType,
        boolean nonDestructive,
        @Nullable String lastValueKey,
        int maxConsumers,
        String role,
        String match,
        Set<BrokerRight> rights) {

    private static final int ANY_NUMBER = -1;

    private static final String EDITS = "pems.#";

    static List<NeededQueue> of(Set<BrokerNeed> needs) {
        List<NeededQueue> queues = new ArrayList<>();
        if (needs.contains(BrokerNeed.EVENTS)) {
            queues.add(history(Set.of(CONSUME, BROWSE)));
        }
        if (needs.contains(BrokerNeed.EDITS)) {
            if (!needs.contains(BrokerNeed.EVENTS)) {
                // Without it the results of edits would be published to no reader.
                queues.add(history(Set.of()));
            }
            queues.addAll(ofEdits());
        }
        if (needs.contains(BrokerNeed.REVOCATIONS)) {
            queues.add(revocations(needs.contains(BrokerNeed.EVENTS)));
        }
        return queues;
    }

    private static NeededQueue history(Set<BrokerRight> rights) {
        return new NeededQueue(
                StompBroker.HISTORY_QUEUE,
                StompBroker.HISTORY_ADDRESS,
                RoutingType.MULTICAST,
                true,
                null,
                ANY_NUMBER,
                BrokerRoles.GATEWAYS,
                "sync.*",
                rights);
    }

    private static List<NeededQueue> ofEdits() {
        return List.of(
                ofEdits(SyncQueues.WRITE, SyncQueues.WRITE, SEND, CONSUME, BROWSE),
                ofEdits(SyncQueues.FAILED, EDITS, SEND, CONSUME, BROWSE),
                ofEdits(SyncQueues.REQUESTS, EDITS, SEND, BROWSE),
                ofEdits(SyncQueues.CONFLICTS, EDITS, SEND, CONSUME, BROWSE),
                ofEdits(SyncQueues.RESOLVED_CONFLICTS, EDITS, SEND, BROWSE),
                ofEdits(SyncQueues.FIGURES, EDITS, SEND, BROWSE).keepingLastOf(SyncQueues.FIGURES_KEY),
                // Without the right to consume: a consumer of this queue, even for a moment, holds the worker's lock.
                ofEdits(SyncQueues.WORKER, EDITS).forOneConsumer());
    }

    private static NeededQueue ofEdits(String name, String match, BrokerRight... rights) {
        return new NeededQueue(
                name, name, RoutingType.ANYCAST, false, null, ANY_NUMBER, BrokerRoles.WORKERS, match, Set.of(rights));
    }

    private static NeededQueue revocations(boolean send) {
        return new NeededQueue(
                SyncQueues.CONTROL,
                SyncQueues.CONTROL,
                RoutingType.ANYCAST,
                true,
                SyncQueues.CONTROL_KEY,
                ANY_NUMBER,
                send ? BrokerRoles.GATEWAYS : BrokerRoles.WORKERS,
                "sync-control.#",
                send ? Set.of(SEND, CONSUME, BROWSE) : Set.of(CONSUME, BROWSE));
    }

    private NeededQueue keepingLastOf(String key) {
        return new NeededQueue(name, address, routingType, nonDestructive, key, maxConsumers, role, match, rights);
    }

    private NeededQueue forOneConsumer() {
        return new NeededQueue(name, address, routingType, nonDestructive, lastValueKey, 1, role, match, rights);
    }

    boolean isHistory() {
        return name.equals(StompBroker.HISTORY_QUEUE);
    }
}
