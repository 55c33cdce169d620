package com.pfavanguard.sync.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackNamesTests {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"})
    void namesOfThisMachine(String host) {
        assertThat(LoopbackNames.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost.", "localhost.evil.example", "127.0.0.1.evil.example", "::1", "[::2]", "0.0.0.0"})
    void allOtherNames(String host) {
        assertThat(LoopbackNames.isLoopback(host)).isFalse();
    }
}
