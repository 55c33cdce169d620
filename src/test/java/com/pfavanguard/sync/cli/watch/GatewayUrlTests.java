package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayUrlTests {

    @ParameterizedTest
    @CsvSource({
        "ws://localhost:3000,         ws://localhost:3000",
        "ws://localhost:3000/,        ws://localhost:3000",
        "http://localhost:3000,       ws://localhost:3000",
        "wss://sync.example.org,      wss://sync.example.org",
        "https://sync.example.org/,   wss://sync.example.org",
        "HTTPS://sync.example.org/a/, wss://sync.example.org/a",
        "ws://[::1]:3000,             ws://[::1]:3000",
    })
    void aGatewayMayBeNamedTheWayABrowserWould(String written, String meant) {
        assertThat(GatewayUrl.of(written).uri()).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:3000",
                "ftp://localhost",
                "ws://",
                "ws:///api",
                "ws://local host",
                "ws://me@localhost",
                "ws://localhost?x=1",
                "ws://localhost#x",
            })
    void whatIsNoPlaceOfAGatewayIsRefused(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayUrl.of(written))
                .withMessageContaining("ws://localhost:3000");
    }

    @Test
    void theStreamLiesBelowTheGateway() {
        StreamAddress address =
                new StreamAddress(GatewayUrl.of("https://example.org/sync/"), new OrganizationId("org-rio"));

        assertThat(address.from(null)).hasToString("wss://example.org/sync/api/ws/sync/org-rio");
        assertThat(address.from(new EventId("m-1:2")))
                .hasToString("wss://example.org/sync/api/ws/sync/org-rio?lastEventId=m-1:2");
    }

    @ParameterizedTest
    @CsvSource({
        "ws://localhost:3000, http://localhost:3000",
        "https://sync.example.com/a/, https://sync.example.com/a",
    })
    void theSamePlaceCanBeAskedByHttp(String url, String http) {
        assertThat(GatewayUrl.of(url).http()).hasToString(http);
    }
}
