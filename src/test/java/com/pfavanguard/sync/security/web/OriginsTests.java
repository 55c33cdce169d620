package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTests {

    private final Origins open = new Origins(true, List.of("https://app.example"), List.of("sync.test"));
    private final Origins guarded = new Origins(false, List.of(), List.of());

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:3000", "127.0.0.1:3000", "[::1]", "[::1]:3000", "sync.test:3000"})
    void thisMachineMayBeAddressed(String host) {
        assertThat(open.isAllowedHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:3000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "",
                "::1"
            })
    void aForeignNameMayNot(String host) {
        assertThat(open.isAllowedHost(host)).isFalse();
        assertThat(guarded.isAllowedHost(host)).isTrue();
    }

    @Test
    void pagesOfThisMachineMayConnectInOpenMode() {
        assertThat(open.isAllowedOrigin("http://localhost:5173", "localhost:3000"))
                .isTrue();
        assertThat(open.isAllowedOrigin("http://[::1]:5173", "localhost:3000")).isTrue();
        assertThat(open.isAllowedOrigin("https://app.example", "localhost:3000"))
                .isTrue();
        assertThat(guarded.isAllowedOrigin("http://localhost:5173", "localhost:3000"))
                .isFalse();
    }

    @Test
    void ownPagesMayAlways() {
        assertThat(guarded.isAllowedOrigin("https://sync.example", "sync.example"))
                .isTrue();
        assertThat(guarded.isAllowedOrigin("https://sync.example", "sync.example:443"))
                .isTrue();
        assertThat(guarded.isAllowedOrigin("http://sync.example:3000", "sync.example:3000"))
                .isTrue();
        assertThat(guarded.isAllowedOrigin(null, "sync.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://evil.example",
                "https://sync.example:8443",
                "https://sync.example.evil",
                "sync.example",
                "https://evil.example://localhost",
                "evil://localhost:5173",
                "evil://localhost:3000",
                "evil://sync.example",
                "//sync.example",
                "http://localhost.evil.example",
                "http://localhost:5173.evil.example",
                "%",
                ""
            })
    void othersMayNot(String origin) {
        assertThat(guarded.isAllowedOrigin(origin, "sync.example")).isFalse();
        assertThat(open.isAllowedOrigin(origin, "localhost:3000")).isFalse();
    }
}
