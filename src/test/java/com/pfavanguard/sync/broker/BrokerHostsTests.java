package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.broker.BrokerProperties.External;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerHostsTests {

    private static List<BrokerHost> hosts(List<String> addresses, @Nullable String stompHost, @Nullable String jmsUrl) {
        return BrokerHosts.of(TestBroker.external(addresses, stompHost, jmsUrl));
    }

    @ParameterizedTest
    @CsvSource({
        "broker-a, broker-a, 61613, 61616",
        "broker-a:1, broker-a, 1, 61616",
        "broker-a.example.org:1:2, broker-a.example.org, 1, 2",
        "127.0.0.1:1:2, 127.0.0.1, 1, 2",
        "[::1], ::1, 61613, 61616",
        "[2001:db8::1]:1:2, 2001:db8::1, 1, 2",
        "artemis_1, artemis_1, 61613, 61616",
        "' broker-a ', broker-a, 61613, 61616"
    })
    void readsAnEntry(String entry, String name, int stompPort, int jmsPort) {
        assertThat(hosts(List.of(entry), null, null)).containsExactly(new BrokerHost(name, stompPort, jmsPort));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://broker-a:61616, 'it is a URL, and must be a host with its ports only'",
        "::1, it has more than two ports",
        "broker-a:1:2:3, it has more than two ports",
        "broker-a:0, port 0 is not between 1 and 65535",
        "broker-a:1:65536, port 65536 is not between",
        "broker-a:stomp, it is not a host name",
        "broker a, it is not a host name",
        "'', it is empty"
    })
    void refusesAMalformedEntryAndSaysHowToWriteIt(String entry, String complaint) {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> hosts(List.of("broker-b", entry), null, null))
                .withMessageStartingWith(
                        "sync.broker.external.addresses contains an entry that is not a broker's address")
                .withMessageContaining("\"" + entry + "\" (" + complaint)
                .satisfies(e -> assertThat(e.action()).contains("host:stomp-port:jms-port"));
    }

    @Test
    void doesNotQuoteThePasswordInAUrl() {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> hosts(List.of("tcp://u:s3cret@broker-a:61616"), null, null))
                .withMessageContaining("\"tcp://broker-a:61616\"")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void theFormerSettingsStillMeanWhatTheyMeant() {
        assertThat(hosts(External.DEFAULT_ADDRESSES, "broker-a", "tcp://broker-a:61616"))
                .containsExactly(new BrokerHost("broker-a", 61613, 61616));
    }

    @Test
    void theFormerHostWithoutAJmsUrlDoesNotSilentlyMeanSomethingElse() {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> hosts(External.DEFAULT_ADDRESSES, "broker-a", null))
                .satisfies(e -> assertThat(e.action()).contains("Set sync.broker.external.addresses=broker-a instead"));
    }

    @Test
    void theFormerHostBesideTheListIsAContradiction() {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> hosts(List.of("broker-b"), "broker-a", "tcp://broker-a:61616"))
                .satisfies(e -> assertThat(e.action()).contains("Remove sync.broker.external.stomp-host"));
    }
}
