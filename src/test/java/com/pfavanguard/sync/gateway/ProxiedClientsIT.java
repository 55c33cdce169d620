package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients behind a proxy that adds their address to whatever they claim themselves; each address may have two sessions. */
class ProxiedClientsIT {

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data, "--server.forward-headers-strategy=framework", "--sync.gateway.limits.connections-per-address=2");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawSocket accepted(String... headers) {
        RawSocket socket = RawSocket.open(gateway);
        assertThat(socket.handshake("org-rio", headers).status()).isEqualTo(101);
        return socket;
    }

    private static String answer(String... headers) {
        try (RawSocket socket = RawSocket.open(gateway)) {
            return socket.handshake("org-rio", headers).text();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 198.51.100.1, 203.0.113.%d",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.%d:4711",
                "X-Forwarded-For: localhost\r\nX-Forwarded-For: 203.0.113.%d",
                "Forwarded: for=198.51.100.2\r\nX-Forwarded-For: 203.0.113.%d",
                "X-Forwarded-For: \"unbalanced,203.0.113.%d"
            })
    void whatAClientClaimsItselfCountsForNothing(String claim) {
        // Each case has an address of its own; one that goes gives its place back a moment later.
        int client = Math.floorMod(claim.hashCode(), 200) + 1;
        String own = "X-Forwarded-For: 203.0.113." + client;
        try (RawSocket one = accepted(own);
                RawSocket two = accepted(claim.formatted(client))) {

            assertThat(answer(claim.formatted(client)))
                    .startsWith("HTTP/1.1 429")
                    .contains("Your address");

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> answer("X-Forwarded-For: 198.51.100.77").startsWith("HTTP/1.1 101"));
        }
    }

    @Test
    void allThatIsNoAddressIsOneClientAndSoIsTheProxysOwnMachine() {
        List<String> claims = List.of("unknown", "_hidden", "127.0.0.1", "::1", "localhost");
        try (RawSocket one = accepted("X-Forwarded-For: 127.0.0.1");
                RawSocket two = accepted("X-Forwarded-For: evil.example")) {

            assertThat(claims)
                    .allSatisfy(claim ->
                            assertThat(answer("X-Forwarded-For: " + claim)).startsWith("HTTP/1.1 429"));
        }
    }
}
