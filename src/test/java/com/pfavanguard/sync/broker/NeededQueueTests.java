package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionQueueQueryResponseMessage_V3;
import org.apache.activemq.artemis.core.server.QueueQueryResult;
import org.apache.activemq.artemis.core.server.impl.QueueConfigurationUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process needs at the broker, against what {@code broker-config/single/broker.xml} gives it. */
class NeededQueueTests {

    private Configuration broker;
    private Map<String, QueueConfiguration> queues;

    @BeforeEach
    void readBrokerXml() throws Exception {
        broker = ExternalBroker.configuration();
        queues = broker.getAddressConfigurations().stream()
                .map(CoreAddressConfiguration::getQueueConfigs)
                .flatMap(List::stream)
                .collect(Collectors.toMap(queue -> queue.getName().toString(), Function.identity()));
    }

    @Test
    void ourBrokerXmlHasEveryQueueAsItIsNeeded() {
        for (NeededQueue needed : NeededQueue.of(EnumSet.allOf(BrokerNeed.class))) {
            assertThat(queues).containsKey(needed.name());
            assertThat(compared(needed, UnaryOperator.identity()))
                    .as(needed.name())
                    .isEmpty();
        }
        assertThat(NeededQueue.of(EnumSet.allOf(BrokerNeed.class)))
                .extracting(NeededQueue::name)
                .containsExactlyInAnyOrderElementsOf(queues.keySet());
    }

    @Test
    void eachRoleNeedsItsOwnQueuesAndRights() {
        assertThat(needs(BrokerNeed.EVENTS))
                .containsExactly(
                        "sync.history [CONSUME, BROWSE]",
                        "sync-control.pauses [SEND, CONSUME, BROWSE]",
                        "sync-states.records [SEND, BROWSE]",
                        "sync-states.keeper []");
        assertThat(needs(BrokerNeed.EDITS))
                .contains("sync.history []", "pems.write [SEND, CONSUME, BROWSE]", "pems.figures [BROWSE]")
                .noneMatch(queue -> queue.startsWith("pems.worker"));
        assertThat(needs(BrokerNeed.WRITES))
                .contains("pems.conflicts [SEND, CONSUME]", "pems.write.failed.expired [CONSUME]", "pems.worker []")
                .noneMatch(queue -> queue.startsWith("pems.write.requests"));
        assertThat(needs(BrokerNeed.EVENTS, BrokerNeed.REVOCATIONS))
                .contains("sync-control.revocations [SEND, CONSUME, BROWSE]");
        assertThat(needs(BrokerNeed.WRITES, BrokerNeed.REVOCATIONS))
                .contains("sync-control.revocations [CONSUME, BROWSE]");
    }

    private static List<String> needs(BrokerNeed... needs) {
        return NeededQueue.of(Set.of(needs)).stream()
                .map(queue -> queue.name() + " " + queue.rights().rights())
                .toList();
    }

    @Test
    void saysWhatIsWrongWithAQueueAndHowToMendIt() {
        NeededQueue history = needed("sync.history");
        NeededQueue control = needed("sync-control.revocations");
        NeededQueue write = needed("pems.write");

        assertThat(compared(history, queue -> queue.setDurable(false)))
                .containsExactly(
                        "The queue sync.history is not durable: the broker loses its messages at a restart. Delete"
                                + " the queue (bin/artemis queue delete --name sync.history), and let the broker create it from"
                                + " broker-config/single/broker.xml at its next start");
        assertThat(compared(history, queue -> queue.setAddress("sync.history")))
                .singleElement()
                .asString()
                .startsWith(
                        "The queue sync.history is bound to the address sync.history instead of sync.#. Delete the");
        assertThat(compared(history, queue -> queue.setRoutingType(RoutingType.ANYCAST)))
                .singleElement()
                .asString()
                .startsWith(
                        "The queue sync.history is an anycast queue. Declare it inside <multicast>: Delete the queue");
        assertThat(compared(history, queue -> queue.setRingSize(-1L)))
                .singleElement()
                .asString()
                .startsWith(
                        "The broker keeps any number of events in sync.history, but sync.broker.history.size is 20000.");
        assertThat(compared(control, queue -> queue.setLastValueKey("anotherKey")))
                .singleElement()
                .asString()
                .startsWith(
                        "The queue sync-control.revocations does not keep the last message of each controlKey only.");
        assertThat(compared(control, queue -> queue.setLastValue(false).setLastValueKey((String) null)))
                .singleElement()
                .asString()
                .startsWith(
                        "The queue sync-control.revocations does not keep the last message of each controlKey only.");
        assertThat(compared(write, queue -> queue.setLastValue(true).setLastValueKey("controlKey")))
                .singleElement()
                .asString()
                .startsWith("The queue pems.write is a last-value queue: it drops messages.");
        assertThat(compared(write, queue -> queue.setNonDestructive(true)))
                .containsExactly(
                        "The queue pems.write is non-destructive: a message that was worked on stays in it. Set"
                                + " non-destructive=\"false\" at the <queue name=\"pems.write\"> in broker.xml");
    }

    @Test
    void onlyAnotherRingSizeLetsTheProcessWork() {
        NeededQueue history = needed("sync.history");

        assertThat(problems(history, queue -> queue.setRingSize(7L))).noneMatch(BrokerProblem::stopsWork);
        assertThat(problems(history, queue -> queue.setGroupBuckets(-1))).allMatch(BrokerProblem::stopsWork);
    }

    @Test
    void theSizeOfTheHistoryIsOfNoInterestToAProcessThatOnlyPublishes() {
        NeededQueue history = NeededQueue.of(Set.of(BrokerNeed.EDITS)).get(0);

        assertThat(problems(history, queue -> queue.setRingSize(7L))).isEmpty();
        assertThat(problems(history, queue -> queue.setNonDestructive(false))).isNotEmpty();
    }

    @Test
    void withoutTheQueueOfExpiredEditsTheProcessWorks() {
        QueueQuery none = new SessionQueueQueryResponseMessage_V3().toQueueQuery();

        assertThat(QueueComparison.compare(needed("pems.write"), none, TestBroker.DEFAULT_HISTORY))
                .singleElement()
                .matches(BrokerProblem::stopsWork);
        assertThat(QueueComparison.compare(needed("pems.write.failed.expired"), none, TestBroker.DEFAULT_HISTORY))
                .containsExactly(new BrokerProblem(
                        "The broker has no queue pems.write.failed.expired, so clients are not told of failed edits that"
                                + " expire. Copy <address name=\"pems.write.failed.expired\">, its <security-setting>, and"
                                + " <address-setting match=\"pems.write.failed\"> from broker-config/single/broker.xml to"
                                + " its broker.xml",
                        false));
    }

    @Test
    void aRightAtTheQueueOfExpiredEditsIsTheOnlyOneOfTheWorkerThatStopsNothing() {
        assertThat(refused("pems.write.failed.expired"))
                .isEqualTo(new BrokerProblem(
                        "User w may not consume from pems.write.failed.expired, so clients are not told of failed edits"
                                + " that expire. Give the user the role workers (bin/artemis user reset --role), or grant"
                                + " a role of the user \"consume\" in <security-setting"
                                + " match=\"pems.write.failed.expired\"> of broker.xml",
                        false));
        assertThat(refused("pems.write.failed").stopsWork()).isTrue();
        assertThat(refused("pems.write.failed").text())
                .startsWith("User w may not consume from pems.write.failed. Give the user");
    }

    private static BrokerProblem refused(String name) {
        return needed(name).refused(Set.of(BrokerRight.CONSUME), "User w").orElseThrow();
    }

    @Test
    void anExpiredEditThatStaysInItsQueueWouldBeToldForEver() {
        NeededQueue expired = needed("pems.write.failed.expired");

        assertThat(problems(expired, queue -> queue.setNonDestructive(true)))
                .singleElement()
                .matches(BrokerProblem::stopsWork);
        assertThat(problems(expired, queue -> queue.setDurable(false)))
                .singleElement()
                .matches(problem -> !problem.stopsWork());
    }

    private static NeededQueue needed(String name) {
        return NeededQueue.of(EnumSet.allOf(BrokerNeed.class)).stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> compared(NeededQueue needed, UnaryOperator<QueueConfiguration> change) {
        return problems(needed, change).stream().map(BrokerProblem::text).toList();
    }

    private List<BrokerProblem> problems(NeededQueue needed, UnaryOperator<QueueConfiguration> change) {
        QueueConfiguration queue = QueueConfiguration.of(queues.get(needed.name()));
        QueueConfigurationUtils.applyStaticDefaults(queue);
        return QueueComparison.compare(needed, asTold(change.apply(queue)), TestBroker.DEFAULT_HISTORY);
    }

    // As the broker's answer reaches a client.
    private static QueueQuery asTold(QueueConfiguration queue) {
        return new SessionQueueQueryResponseMessage_V3(new QueueQueryResult(queue, 0, 0, false, true, 0))
                .toQueueQuery();
    }
}
