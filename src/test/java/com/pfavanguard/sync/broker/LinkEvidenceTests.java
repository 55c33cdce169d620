package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a history of 10 minutes. */
class LinkEvidenceTests {

    private static final long NOW = 1_800_000_000_000L;

    private final LinkEvidence evidence = new LinkEvidence(TestBroker.DEFAULT_HISTORY);

    @Test
    void twoMessagesThatExpireAsSetAreEnough() {
        evidence.kept(NOW, NOW + 600_003);
        assertThat(evidence.isComplete()).isFalse();

        evidence.kept(NOW, NOW + 600_000);
        assertThat(evidence.isComplete()).isTrue();
        assertThat(evidence.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "60000,   keeps events for 60 s",
        "590000,  keeps events for 590 s",
        "3600000, keeps events for 3600 s",
        "0,       keeps events for any time"
    })
    void saysHowLongTheBrokerKeepsEvents(long kept, String expected) {
        evidence.kept(NOW, kept == 0 ? 0 : NOW + kept);
        evidence.kept(NOW, kept == 0 ? 0 : NOW + kept);

        assertThat(evidence.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.text())
                    .contains(expected + ", but sync.broker.history.retention is 600 s")
                    .contains("Set min-expiry-delay and max-expiry-delay to 600000");
            assertThat(problem.stopsWork()).isFalse();
        });
    }

    @Test
    void oneMessageThatABrokerWasPausedAtProvesNothing() {
        evidence.kept(NOW, NOW + 600_000);
        evidence.kept(NOW, NOW + 620_000);
        evidence.kept(NOW, NOW + 600_000);
        evidence.kept(NOW, NOW + 630_000);

        assertThat(evidence.problems()).isEmpty();
    }

    @Test
    void oneMessageThatExpiresAsSetShowsThatTheBrokerWasMended() {
        evidence.kept(NOW, NOW + 60_000);
        evidence.kept(NOW, NOW + 60_000);

        evidence.kept(NOW, NOW + 600_000);

        assertThat(evidence.problems()).isEmpty();
    }

    @Test
    void saysThatTheBrokerStampsNoMessages() {
        evidence.kept(0, NOW + 600_000);
        evidence.kept(0, NOW + 600_000);

        assertThat(evidence.problems())
                .singleElement()
                .extracting(BrokerProblem::text)
                .asString()
                .contains("Set enable-ingress-timestamp to true in <address-setting match=\"sync.#\">");
    }

    @Test
    void anotherBrokerIsJudgedAnew() {
        evidence.connected("ActiveMQ-Artemis/2.40.0 ActiveMQ Artemis Messaging Engine");
        evidence.kept(NOW, NOW + 600_000);
        evidence.kept(NOW, NOW + 600_000);
        assertThat(evidence.problems()).hasSize(1);

        evidence.connected("ActiveMQ-Artemis/2.57.0 ActiveMQ Artemis Messaging Engine");
        assertThat(evidence.problems()).isEmpty();
        assertThat(evidence.isComplete()).isFalse();
    }
}
