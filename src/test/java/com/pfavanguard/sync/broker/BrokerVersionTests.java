package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerVersionTests {

    private static final String FULL = "ActiveMQ-Artemis/%s ActiveMQ Artemis Messaging Engine";

    @ParameterizedTest
    @ValueSource(strings = {"2.50.0", "2.57.0", "2.100.1", "3.0.0", "2.58.0-SNAPSHOT"})
    void acceptsWhatIsNewEnough(String version) {
        assertThat(BrokerVersion.judge(FULL.formatted(version))).isEmpty();
        assertThat(BrokerVersion.judge("Apache-Artemis/" + version)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.49.9", "2.6.0", "1.60.0"})
    void saysThatABrokerIsTooOld(String version) {
        assertThat(BrokerVersion.judge(FULL.formatted(version))).hasValueSatisfying(problem -> {
            assertThat(problem.text())
                    .startsWith(
                            "The broker is too old: it is Artemis " + version.substring(0, version.lastIndexOf('.')))
                    .contains("needs Artemis 2.50 or newer. Upgrade the broker");
            assertThat(problem.stopsWork()).isTrue();
        });
    }

    @Test
    void saysThatAnotherBrokerAnswers() {
        assertThat(BrokerVersion.judge("ActiveMQ/6.1.4"))
                .hasValueSatisfying(problem -> assertThat(problem.text())
                        .startsWith("The STOMP acceptor belongs to \"ActiveMQ/6.1.4\", which is not Artemis."));
    }

    @Test
    void doesNotGuessAboutABrokerThatHidesItsVersion() {
        assertThat(BrokerVersion.judge((String) null)).isEmpty();
    }

    @Test
    void knowsAnOldCoreProtocol() {
        assertThat(BrokerVersion.judge(136)).isEmpty();
        assertThat(BrokerVersion.judge(135))
                .hasValueSatisfying(problem -> assertThat(problem.text()).contains("older than Artemis 2.37"));
    }
}
