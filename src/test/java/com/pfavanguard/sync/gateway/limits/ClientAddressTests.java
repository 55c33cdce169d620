package com.pfavanguard.sync.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTests {

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        assertThat(ClientAddress.key("2001:db8:0:1::1"))
                .isEqualTo(ClientAddress.key("[2001:0db8:0000:0001:ffff::2]"))
                .isNotEqualTo(ClientAddress.key("2001:db8:0:2::1"));
    }

    @Test
    void ipv4AddressesCountEachForItself() {
        assertThat(ClientAddress.key("203.0.113.7")).isNotEqualTo(ClientAddress.key("203.0.113.8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7:4711", "203.0.113.7:1", "::ffff:203.0.113.7", "[::ffff:203.0.113.7]:443"})
    void anIpv4AddressIsTheSameWithAnyPort(String text) {
        assertThat(ClientAddress.key(text)).isEqualTo(ClientAddress.key("203.0.113.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2001:db8:0:1::1]:443", "[2001:db8:0:1::2]:44444", "2001:db8:0:1::3%eth0"})
    void anIpv6NetworkIsTheSameWithAnyPort(String text) {
        assertThat(ClientAddress.key(text)).isEqualTo(ClientAddress.key("2001:db8:0:1::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_hidden", "evil.example", "1:2:3", ":::", "256.1.1.1", "1.2.3", "203.0.113.7:port", ""})
    void allThatIsNoAddressCountsAsOne(String text) {
        assertThat(ClientAddress.key(text))
                .isEqualTo(ClientAddress.key("unknown"))
                .isEqualTo(ClientAddress.key("x".repeat(10_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "[::1]", "[0:0:0:0:0:0:0:1]", "::ffff:127.0.0.1"})
    void loopbackIsKnown(String address) {
        assertThat(ClientAddress.isLoopback(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.evil.example", "localhost", "203.0.113.7", "2001:db8::1", ""})
    void nothingElseIsLoopback(String address) {
        assertThat(ClientAddress.isLoopback(address)).isFalse();
    }
}
