package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.TokenRefusedException;
import com.pfavanguard.sync.security.TokenUncheckedException;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** Renews a session's token while the keys that would check it cannot be fetched. */
class TokenRenewalIT {

    private static final String UNCHECKED = "cannot-be-checked";
    private static final String NEW_KEY = "signed-with-a-key-not-known-yet";

    @TempDir
    static Path data;

    private static TestGateway gateway;

    /** Does not get at the keys of one token, and does not know that of another. */
    static class KeysAway {

        @Bean
        @Primary
        AccessTokens keysAway(@Qualifier("jwtAccessTokens") AccessTokens real) {
            return new AccessTokens() {
                @Override
                public Optional<Caller> withoutToken() {
                    return real.withoutToken();
                }

                @Override
                public Caller callerOf(String token) {
                    if (token.equals(UNCHECKED)) {
                        throw new TokenRefusedException(Denial.SERVICE_UNAVAILABLE);
                    }
                    if (token.equals(NEW_KEY)) {
                        throw new TokenUncheckedException(new IllegalStateException());
                    }
                    return real.callerOf(token);
                }

                @Override
                public boolean isRevoked(Caller caller, OrganizationId organizationId) {
                    return real.isRevoked(caller, organizationId);
                }
            };
        }
    }

    @BeforeAll
    static void start() {
        gateway = TestGateway.startWith(KeysAway.class, data, TestToken.SETTINGS);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void assertNotRenewed(JsonNode notice) {
        assertThat(notice.path("type").asString()).isEqualTo("AUTH_REFRESH_FAILED");
        assertThat(Instant.parse(notice.path("expiresAt").asString()))
                .isAfter(Instant.now().plusSeconds(600));
    }

    @ParameterizedTest
    @ValueSource(strings = {UNCHECKED, NEW_KEY})
    void aPlainSessionStays(String unchecked) {
        String token = TestToken.reader("u-1", "org-a");
        try (WireClient client = WireClient.openWithToken(gateway.webSocket("org-a"), token)) {
            client.nextJson();

            client.send("{\"type\":\"AUTH_REFRESH\",\"token\":\"" + unchecked + "\"}");

            assertNotRenewed(client.nextJson());
            gateway.publish("org-a", "PFA-1");
            assertThat(client.next()).contains("PFA-1");
            client.send("{\"type\":\"AUTH_REFRESH\",\"token\":\"" + token + "\"}");
            assertThat(client.nextJson().path("type").asString()).isEqualTo("AUTH_REFRESHED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UNCHECKED, NEW_KEY})
    void aStompSessionStays(String unchecked) {
        try (WireClient client = WireClient.open(
                gateway.webSocket("org-a"), "v12.stomp", "bearer." + TestToken.reader("u-1", "org-a"))) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + unchecked + "\n\n\0");
            client.nextFrame("CONNECTED");
            client.subscribe("org-a");

            client.send("SEND\ndestination:/app/auth.refresh\nreceipt:r\n\n" + unchecked + "\0");

            client.nextFrame("RECEIPT");
            assertNotRenewed(client.nextEvent());
            gateway.publish("org-a", "PFA-2");
            assertThat(client.nextEvent().path("pfaId").asString()).isEqualTo("PFA-2");
        }
    }

    @Test
    void aStrangerIsToldThatItsTokenIsNotValid() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + NEW_KEY + "\n\n\0");

            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.INVALID_TOKEN.code());
        }
    }

    @Test
    void aSessionWithoutACallerIsToldToComeBack() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + UNCHECKED + "\n\n\0");

            assertThat(client.nextFrame("ERROR").headers()).containsEntry("retryable", "true");
            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.SERVICE_UNAVAILABLE.code());
        }
    }
}
