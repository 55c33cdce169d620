package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.event.SyncQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;

/** Compares a queue of the broker with what this process needs, and says how to mend each difference. */
final class QueueComparison {

    private static final String IN_XML = "the <queue name=\"%s\"> in broker.xml";

    // The broker applies these at the creation of a queue only.
    private static final String CREATE_AGAIN =
            "Delete the queue (bin/artemis queue delete --name %s), and let the broker create it from"
                    + " broker-config/single/broker.xml at its next start";

    private final NeededQueue needed;
    private final QueueQuery found;
    private final List<BrokerProblem> problems = new ArrayList<>();

    private QueueComparison(NeededQueue needed, QueueQuery found) {
        this.needed = needed;
        this.found = found;
    }

    /** @param history what the settings of this process say about the history */
    static List<BrokerProblem> compare(NeededQueue needed, QueueQuery found, History history) {
        if (!found.isExists()) {
            return List.of(missing(needed));
        }
        QueueComparison comparison = new QueueComparison(needed, found);
        comparison.place();
        comparison.storage();
        if (needed.isHistoryToRead()) {
            comparison.history(history);
        }
        return comparison.problems;
    }

    private static BrokerProblem missing(NeededQueue needed) {
        String withoutIt = needed.withoutIt();
        if (withoutIt != null) {
            return BrokerProblem.deviation(
                    "The broker has no queue %1$s, so %2$s. Copy <address name=\"%1$s\">, its <security-setting>, and"
                            + " <address-setting match=\"%3$s\"> from broker-config/single/broker.xml to its broker.xml",
                    needed.name(),
                    withoutIt,
                    needed.name().equals(SyncQueues.EXPIRED) ? SyncQueues.FAILED : "sync-states.#");
        }
        return BrokerProblem.stop(
                "The broker has no queue %1$s. Copy <address name=\"%2$s\"> from broker-config/single/broker.xml to its"
                        + " broker.xml",
                needed.name(), needed.address());
    }

    private void place() {
        if (!needed.address().equals(String.valueOf(found.getAddress()))) {
            wrong("is bound to the address %s instead of %s".formatted(found.getAddress(), needed.address()), again());
        } else if (found.getRoutingType() != needed.routingType()) {
            boolean multicast = needed.routingType() == RoutingType.MULTICAST;
            wrong(
                    multicast ? "is an anycast queue" : "is a multicast queue",
                    "Declare it inside <%s>: ".formatted(multicast ? "multicast" : "anycast") + again());
        }
    }

    private void storage() {
        if (!found.isDurable()) {
            wrong("is not durable: the broker loses its messages at a restart", again());
        }
        if (needed.nonDestructive() != Boolean.TRUE.equals(found.isNonDestructive())) {
            wrong(
                    needed.nonDestructive()
                            ? "is not non-destructive: a process that reads a message takes it from all others"
                            : "is non-destructive: a message that was worked on stays in it",
                    "Set non-destructive=\"%s\" at %s".formatted(needed.nonDestructive(), inXml()),
                    needed.stopsWork() || needed.isWorkedOff());
        }
        lastValue();
        if (needed.maxConsumers() != found.getMaxConsumers()) {
            wrong(
                    "has max-consumers %d instead of %d".formatted(found.getMaxConsumers(), needed.maxConsumers()),
                    "Set max-consumers=\"%d\" at %s".formatted(needed.maxConsumers(), inXml()));
        }
    }

    private void lastValue() {
        String wanted = needed.lastValueKey();
        SimpleString key = found.getLastValueKey();
        String has = Boolean.TRUE.equals(found.isLastValue()) ? String.valueOf(key) : null;
        if (!Objects.equals(wanted, has)) {
            wrong(
                    wanted == null
                            ? "is a last-value queue: it drops messages"
                            : "does not keep the last message of each %s only".formatted(wanted),
                    again());
        }
    }

    private void history(History settings) {
        if (!Objects.equals(0, found.getGroupBuckets())) {
            wrong(
                    "gives all events of a message group to one gateway, and the others miss them",
                    "Set group-buckets=\"0\" at %s".formatted(inXml()));
        }
        Long ring = found.getRingSize();
        if (ring == null || ring != settings.size()) {
            problems.add(BrokerProblem.deviation(
                    "The broker keeps %s events in %s, but sync.broker.history.size is %d. Set ring-size=\"%3$d\" at %s,"
                            + " or sync.broker.history.size to what the broker keeps",
                    ring == null || ring < 0 ? "any number of" : "the last " + ring,
                    needed.name(),
                    settings.size(),
                    inXml()));
        }
    }

    private void wrong(String what, String remedy) {
        wrong(what, remedy, needed.stopsWork());
    }

    private void wrong(String what, String remedy, boolean stopsWork) {
        problems.add(new BrokerProblem("The queue " + needed.name() + " " + what + ". " + remedy, stopsWork));
    }

    private String inXml() {
        return IN_XML.formatted(needed.name());
    }

    private String again() {
        return CREATE_AGAIN.formatted(needed.name());
    }
}
