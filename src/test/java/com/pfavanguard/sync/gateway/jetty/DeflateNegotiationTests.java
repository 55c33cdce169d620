package com.pfavanguard.sync.gateway.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway agrees only to what it can keep to (RFC 7692 sections 5 and 7.1). */
class DeflateNegotiationTests {

    private static final String[] USUAL = {"server_no_context_takeover", "client_no_context_takeover"};

    private static List<String> agreed(String... headers) {
        return DeflateNegotiation.answer(List.of(headers)).stream()
                .map(ExtensionConfig::getParameterizedName)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "Permessage-Deflate;client_max_window_bits=9",
                "permessage-deflate; client_max_window_bits=\"8\"",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate; client_max_window_bits"
            })
    void eachMessageIsCompressedOnItsOwnInBothDirections(String offers) {
        assertThat(agreed(offers))
                .singleElement()
                .asString()
                .startsWith("permessage-deflate")
                .contains(USUAL);
        assertThat(agreed(offers).get(0)).doesNotContain("window_bits");
    }

    @Test
    void theLargestWindowIsAgreedToIfAskedFor() {
        assertThat(agreed("permessage-deflate; server_max_window_bits=15"))
                .singleElement()
                .asString()
                .contains(USUAL)
                .contains("server_max_window_bits=15");
    }

    @Test
    void offersMayComeInSeveralHeaders() {
        assertThat(agreed("permessage-deflate; server_max_window_bits=9", "permessage-deflate"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x-webkit-deflate-frame",
                "permessage-deflate; server_max_window_bits=9",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; more"
            })
    void allElseIsDeclined(String offer) {
        assertThat(agreed(offer)).isEmpty();
    }
}
