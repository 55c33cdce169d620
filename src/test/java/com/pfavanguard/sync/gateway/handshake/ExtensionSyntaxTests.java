package com.pfavanguard.sync.gateway.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionSyntaxTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate;client_max_window_bits=10 , x-webkit-deflate-frame",
                "a; b=\"c\""
            })
    void whatTheGrammarAllowsIsAccepted(String value) {
        assertThat(areValid(value)).isTrue();
    }

    /** The parsers of Jetty and Spring accept most of these, or throw exceptions of other kinds (decision 0038). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";;;,,",
                "a,,b",
                "a;",
                "a;;b",
                "a;b=",
                "a;=b",
                "a=b",
                "a b",
                "a@b",
                "\"a\"",
                "a;b=\"c d\"",
                "a; b=\"c"
            })
    void whatTheGrammarForbidsIsRefused(String value) {
        assertThat(areValid(value)).isFalse();
    }

    @Test
    void everyHeaderIsChecked() {
        assertThat(areValid()).isTrue();
        assertThat(areValid("a", "b;")).isFalse();
    }

    private static boolean areValid(String... values) {
        return ExtensionSyntax.areValid(Collections.enumeration(List.of(values)));
    }
}
