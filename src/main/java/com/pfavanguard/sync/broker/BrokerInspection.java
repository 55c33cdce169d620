package com.pfavanguard.sync.broker;

import static com.pfavanguard.sync.broker.BrokerRight.CREATE_ADDRESS;
import static com.pfavanguard.sync.broker.BrokerRight.SEND;

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
    private final ManagementRights questions;
    private final boolean mayCreate;

    /** Connects to the broker. */
    interface Opener {

        BrokerAccess open() throws IOException;
    }

    /** @param history what this process expects of the history */
    BrokerInspection(Opener broker, Set<BrokerNeed> needs, History history) {
        this(broker, needs, history, true);
    }

    /**
     * Likewise.
     *
     * @param mayCreate whether to try the right to create the address of the markers also if it does not exist, which
     *     creates it. A gateway creates it anyway
     */
    BrokerInspection(Opener broker, Set<BrokerNeed> needs, History history, boolean mayCreate) {
        this.broker = broker;
        this.mayCreate = mayCreate;
        this.needs = needs;
        this.history = history;
        this.questions = new ManagementRights(needs);
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
        } catch (NoBrokerException e) {
            List<BrokerProblem> refusals = BrokerRefusedException.problems(e.failures());
            if (refusals.isEmpty()) {
                throw e;
            }
            return refusals;
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
        if (questions.areNeeded()) {
            questions.missing(access.openSession(), access.user()).ifPresent(problems::add);
        }
        return problems;
    }

    private void inspect(NeededQueue queue, BrokerAccess access, List<BrokerProblem> problems)
            throws ActiveMQException {
        QueueQuery found = access.queue(queue.name());
        problems.addAll(QueueComparison.compare(queue, found, history));
        if (isInPlace(queue.address(), found)) {
            Set<BrokerRight> missing = EnumSet.noneOf(BrokerRight.class);
            for (BrokerRight right : queue.rights().rights()) {
                if (!has(right, found, access)) {
                    missing.add(right);
                }
            }
            queue.refused(missing, access.user()).ifPresent(problems::add);
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
        String marker = StompBroker.HISTORY_MARKER_ADDRESS;
        NeededRights ofMarker = NeededRights.of(marker, marker, needs, CREATE_ADDRESS, SEND);
        if (!ofMarker.isEmpty() && (mayCreate || access.exists(marker))) {
            ofMarker.problem(missing(access.mayCreate(marker), access.maySendTo(marker)), access.user())
                    .ifPresent(problems::add);
        }
        // Taken literally, this is an address like those of the organizations, and it exists. Artemis checks the rights
        // before it refuses to send to a wildcard.
        String all = StompBroker.HISTORY_ADDRESS;
        NeededRights ofEvents = NeededRights.of("sync.<organization>", "sync.*", needs, CREATE_ADDRESS, SEND);
        if (!ofEvents.isEmpty() && isInPlace(all, access.queue(StompBroker.HISTORY_QUEUE))) {
            ofEvents.problem(missing(access.mayCreate(all), access.maySend(all, RoutingType.MULTICAST)), access.user())
                    .ifPresent(problems::add);
        }
    }

    private static Set<BrokerRight> missing(boolean mayCreate, boolean maySend) {
        Set<BrokerRight> missing = EnumSet.noneOf(BrokerRight.class);
        if (!mayCreate) {
            missing.add(CREATE_ADDRESS);
        }
        if (!maySend) {
            missing.add(SEND);
        }
        return missing;
    }
}
