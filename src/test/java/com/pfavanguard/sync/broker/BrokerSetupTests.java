package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BrokerSetupTests {

    private static final long NOW = 1_800_000_000_000L;
    private static final Duration NO_GRACE = Duration.ZERO;
    private static final Duration LONG_GRACE = Duration.ofHours(1);

    private static final BrokerProblem STOP = BrokerProblem.stop("No queue");
    private static final BrokerProblem DEVIATION = BrokerProblem.deviation("Another ring");

    private final BrokerSetup producer = setup(true, BrokerNeed.EDITS);
    private final BrokerSetup gateway = setup(true, BrokerNeed.EVENTS);

    @Test
    void isFitOnceEverythingHasBeenInOrder() {
        assertThat(producer.isFit(LONG_GRACE)).isFalse();

        producer.unreachable("no route to host");
        assertThat(producer.isFit(LONG_GRACE)).isFalse();

        producer.inspected(List.of(DEVIATION));
        assertThat(producer.isFit(LONG_GRACE)).isFalse();

        producer.inspected(List.of());
        assertThat(producer.isFit(NO_GRACE)).isTrue();
    }

    @Test
    void aGatewayAlsoHasToHaveSeenHowLongEventsAreKept() {
        gateway.inspected(List.of());
        assertThat(gateway.isFit(LONG_GRACE)).isFalse();

        gateway.eventKept(NOW, NOW + 600_000);
        gateway.eventKept(NOW, NOW + 600_000);

        assertThat(gateway.isFit(NO_GRACE)).isTrue();
    }

    @Test
    void afterThatOnlyALastingProblemThatStopsTheWorkCounts() {
        producer.inspected(List.of());

        producer.inspected(List.of(DEVIATION));
        assertThat(producer.isFit(NO_GRACE)).isTrue();
        assertThat(producer.problems()).containsExactly("Another ring");

        producer.inspected(List.of(DEVIATION, STOP));
        assertThat(producer.isFit(LONG_GRACE)).isTrue();
        assertThat(producer.isFit(NO_GRACE)).isFalse();

        producer.inspected(List.of());
        assertThat(producer.isFit(NO_GRACE)).isTrue();
    }

    @Test
    void aWorkerThatIsRefusedItsLockIsNotFit() {
        BrokerSetup worker = setup(true, BrokerNeed.WRITES);
        worker.inspected(List.of());
        worker.workerLockAnswered(true);
        assertThat(worker.isFit(NO_GRACE)).isTrue();

        worker.workerLockAnswered(false);
        worker.inspected(List.of());

        assertThat(worker.isFit(NO_GRACE)).isFalse();
        assertThat(worker.problems())
                .containsExactly(
                        "The user of this process may not consume from pems.worker. Give the user the role workers"
                                + " (bin/artemis user reset --role), or grant a role of the user \"consume\" in"
                                + " <security-setting match=\"pems.worker\"> of broker.xml");

        worker.workerLockAnswered(true);
        assertThat(worker.problems()).isEmpty();
        assertThat(worker.isFit(NO_GRACE)).isTrue();
    }

    @Test
    void aGatewayThatIsRefusedTheLockOfTheStatesSaysSoAndServesEvents() {
        gateway.inspected(List.of());
        gateway.eventKept(NOW, NOW + 600_000);
        gateway.eventKept(NOW, NOW + 600_000);

        gateway.keeperLockAnswered(false);
        gateway.inspected(List.of());

        assertThat(gateway.isFit(NO_GRACE)).isTrue();
        assertThat(gateway.problems())
                .containsExactly(
                        "The user of this process may not consume from sync-states.keeper, so this gateway does not"
                                + " write the states of records to the broker. Give the user the role gateways (bin/artemis user reset --role), or grant a role of the user \"consume\" in"
                                + " <security-setting match=\"sync-states.keeper\"> of broker.xml");

        gateway.keeperLockAnswered(true);
        assertThat(gateway.problems()).isEmpty();
    }

    @Test
    void anOutageIsNoProblemOfTheSetUp() {
        producer.inspected(List.of());

        producer.unreachable("connection refused");

        assertThat(producer.isFit(NO_GRACE)).isTrue();
        assertThat(producer.problems()).isEmpty();
        assertThat(producer.unreachable()).contains("connection refused");
    }

    @Test
    void writesOneLineForEachProblemAndOneWhenAllIsWell(CapturedOutput output) {
        producer.inspected(List.of(STOP));
        producer.inspected(List.of(STOP, DEVIATION));
        producer.inspected(List.of(STOP, DEVIATION));
        assertThat(output.getOut())
                .containsOnlyOnce("The broker is not as this process needs it: No queue")
                .containsOnlyOnce("The broker is not as this process needs it: Another ring")
                .doesNotContain("The broker is as this process needs it");

        producer.inspected(List.of());
        producer.inspected(List.of());
        assertThat(output.getOut()).containsOnlyOnce("The broker is as this process needs it");
    }

    @Test
    void theEmbeddedBrokerIsNeverWrong() {
        BrokerSetup embedded = setup(false, BrokerNeed.EVENTS);

        embedded.linkConnected("ActiveMQ/6.1.4");
        embedded.eventKept(NOW, 0);
        embedded.eventKept(NOW, 0);

        assertThat(embedded.isFit(NO_GRACE)).isTrue();
        assertThat(embedded.problems()).isEmpty();
    }

    @Test
    void asksForAnInspectionWhenTheLinkConnects() {
        boolean[] asked = {false};
        gateway.onWish(() -> asked[0] = true);

        gateway.linkConnected(null);

        assertThat(asked[0]).isTrue();
    }

    private static BrokerSetup setup(boolean inspects, BrokerNeed need) {
        return new BrokerSetup(inspects, Set.of(need), TestBroker.DEFAULT_HISTORY, Clock.systemUTC());
    }
}
