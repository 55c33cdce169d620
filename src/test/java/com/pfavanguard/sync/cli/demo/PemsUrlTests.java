package com.pfavanguard.sync.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemsUrlTests {

    @Test
    void aStandInIsAtAPlainPlace() {
        assertThat(PemsUrl.of("http://127.0.0.1:8090/")).hasToString("http://127.0.0.1:8090");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pems.example.com",
                "http://pems.example.com/eam",
                "http://user@localhost:8090",
                "http://localhost:8090?a=b",
                "localhost:8090",
                "http:///",
                "a b",
                ""
            })
    void everythingElseIsNone(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PemsUrl.of(url))
                .withMessageContaining("http://127.0.0.1:8090");
    }
}
