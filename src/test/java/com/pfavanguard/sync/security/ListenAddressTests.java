package com.pfavanguard.sync.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class ListenAddressTests {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "localhost"})
    void thisMachineIsFine(String address) {
        assertThatCode(() ->
                        ListenAddress.requireLoopback(new MockEnvironment().withProperty("server.address", address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", ""})
    void anyOtherAddressNamesTheTwoWaysOut(String address) {
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() ->
                        ListenAddress.requireLoopback(new MockEnvironment().withProperty("server.address", address)))
                .satisfies(e -> assertThat(
                                new SecuritySettingsFailureAnalyzer().analyze(e).getAction())
                        .contains("sync.security.mode=jwt", "server.address=127.0.0.1"));
    }

    @Test
    void soDoesNoAddress() {
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> ListenAddress.requireLoopback(new MockEnvironment()));
    }

    @Test
    void aManagementPortOfItsOwnIsLookedAtToo() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("server.address", "127.0.0.1")
                .withProperty("management.server.port", "9090");

        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> ListenAddress.requireLoopback(environment))
                .withMessageContaining("management.server.address");
    }
}
