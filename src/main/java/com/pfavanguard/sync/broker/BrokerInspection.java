package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;

/**
 * Looks once whether an external broker has all queues, settings and rights that this process needs (decision 0042).
 * Uses only rights that the process needs anyway, and leaves no trace. Connects anew each time, so that it notices a
 * changed password. Used by one thread.
 */
class BrokerInspection {

    private final Opener broker;
    private final Set<BrokerNeed> needs;
    private final History history;

    /** Connects to the broker. */
    interface Opener {

        BrokerAccess open() throws IOException;
    }

    /** @param history what this process expects of the history */
    BrokerInspection(Opener broker, Set<BrokerNeed> needs, History history) {
        this.broker = broker;
        this.needs = needs;
        this.history = history;
    }

    /**
     * Returns what is wrong; empty if nothing is.
     *
     * @throws IOException if the broker cannot be reached, or the connection breaks
     */
    List<BrokerProblem> inspect() throws IOException {
        try (BrokerAccess access = broker.open()) {
            return inspect(access);
        } catch (BrokerRefusedException e) {
            return List.of(e.problem());
        } catch (ActiveMQException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<BrokerProblem> inspect(BrokerAccess access) throws ActiveMQException, IOException {
        List<BrokerProblem> problems = new ArrayList<>();
        BrokerVersion.judge(access.protocolVersion()).ifPresent(problems::add);
        for (NeededQueue queue : NeededQueue.of(needs)) {
            inspect(queue, access, problems);
        }
        inspectAddresses(access, problems);
        if (needs.contains(BrokerNeed.EDITS)) {
            ManagementRights.missing(access.openSession(), access.user()).ifPresent(problems::add);
        }
        return problems;
    }

    private void inspect(NeededQueue queue, BrokerAccess access, List<BrokerProblem> problems)
            throws ActiveMQException {
        QueueQuery found = access.queue(queue.name());
        problems.addAll(QueueComparison.compare(queue, found, history));
        if (isInPlace(queue.address(), found)) {
            Set<BrokerRight> missing = EnumSet.noneOf(BrokerRight.class);
            for (BrokerRight right : queue.rights()) {
                if (!has(right, found, access)) {
                    missing.add(right);
                }
            }
            MissingRights.at(queue.name(), missing, access.user(), queue.role(), queue.match())
                    .ifPresent(problems::add);
        }
    }

    // Trying the rights at an address that does not exist could create it.
    private static boolean isInPlace(String address, QueueQuery found) {
        return found.isExists() && address.equals(String.valueOf(found.getAddress()));
    }

    private static boolean has(BrokerRight right, QueueQuery queue, BrokerAccess access) throws ActiveMQException {
        return switch (right) {
            case SEND -> access.maySend(queue.getAddress().toString(), queue.getRoutingType());
            case CONSUME -> access.mayRead(queue.getName().toString(), false);
            case BROWSE -> access.mayRead(queue.getName().toString(), true);
            case CREATE_ADDRESS -> access.mayCreate(queue.getAddress().toString());
        };
    }

    private void inspectAddresses(BrokerAccess access, List<BrokerProblem> problems) throws ActiveMQException {
        if (needs.contains(BrokerNeed.EVENTS)) {
            String marker = StompBroker.HISTORY_MARKER_ADDRESS;
            Set<BrokerRight> missing = missing(access.mayCreate(marker), access.maySendTo(marker));
            MissingRights.at(marker, missing, access.user(), BrokerRoles.GATEWAYS, marker)
                    .ifPresent(problems::add);
        }
        // Taken literally, this is an address like those of the organizations, and one that exists. Artemis looks at
        // the
        // rights and then refuses to send to a wildcard.
        String all = StompBroker.HISTORY_ADDRESS;
        if (needs.contains(BrokerNeed.EDITS) && isInPlace(all, access.queue(StompBroker.HISTORY_QUEUE))) {
            Set<BrokerRight> missing = missing(access.mayCreate(all), access.maySend(all, RoutingType.MULTICAST));
            MissingRights.at("sync.<organization>", missing, access.user(), BrokerRoles.WORKERS, "sync.*")
                    .ifPresent(problems::add);
        }
    }

    private static Set<BrokerRight> missing(boolean mayCreate, boolean maySend) {
        Set<BrokerRight> missing = EnumSet.noneOf(BrokerRight.class);
        if (!mayCreate) {
            missing.add(BrokerRight.CREATE_ADDRESS);
        }
        if (!maySend) {
            missing.add(BrokerRight.SEND);
        }
        return missing;
    }
}
