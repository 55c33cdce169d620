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
    @ValueSource(strings = {"unknown", "_hidden", "evil.example", "1:2:3", ":::", "203.0.113.7:4711", ""})
    void whatIsNoAddressCountsAsItStands(String text) {
        assertThat(ClientAddress.key(text)).isEqualTo(text);
    }

    @Test
    void aLongTextIsCut() {
        assertThat(ClientAddress.key("x".repeat(10_000))).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "[::1]", "[0:0:0:0:0:0:0:1]"})
    void loopbackIsKnown(String address) {
        assertThat(ClientAddress.isLoopback(address)).isTrue();
    }
}
