package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.pfavanguard.sync.docs.MarkdownTable;
import com.pfavanguard.sync.docs.Pages;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.RawWebSocket;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.socket.messaging.StompSubProtocolHandler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a gateway that requires tokens: which clients it accepts, how they pass the token, and how long a session
 * lasts.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LONG = WireClient.PATIENCE;

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data,
                TestToken.settings("--sync.gateway.time-to-authenticate=1s", "--sync.security.expiry-warning=60s"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String reader() {
        return TestToken.reader("u-1", "org-a");
    }

    private static WireClient stomp(String token) {
        WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp", "bearer." + token);
        client.send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:localhost\n\n\0");
        client.nextFrame("CONNECTED");
        return client;
    }

    private static HttpResponse<String> handshake(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.http("/api/ws/sync/" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
        boolean retryable = problem.get("retryable").booleanValue();
        assertThat(retryable).isEqualTo(status == 429 || status == 503);
        if (answer.uri().getPath().startsWith("/api/ws/")) {
            assertThat(documentedRetryable(status, code)).contains("`" + retryable + "`");
        }
    }

    /** What the page of error codes says of the field {@code retryable}; a code may have several rows. */
    private static String documentedRetryable(int status, String code) {
        return Pages.page("src/docs/reference/error-codes.md")
                .section("Refused handshakes")
                .tables()
                .get(0)
                .rows()
                .stream()
                .filter(row -> row.get("Status").equals(String.valueOf(status)))
                .filter(row -> MarkdownTable.plain(row.get("`code`")).equals(code))
                .map(row -> row.get("`retryable`"))
                .collect(Collectors.joining(", "));
    }

    // --- Ways in.

    @Test
    void theAuthorizationHeaderLetsAPlainClientIn() {
        try (WireClient client = WireClient.openWithToken(gateway.webSocket("org-a"), reader())) {
            assertThat(client.nextJson().path("type").asString()).isEqualTo("CONNECTED");
            gateway.publish("org-a", "PFA-1");
            assertThat(client.next()).contains("PFA-1");
        }
    }

    @Test
    void aBrowserBringsItsTokenAmongTheSubprotocols() {
        try (WireClient stomp = stomp(reader());
                WireClient json = WireClient.open(gateway.webSocket("org-a"), "bearer." + reader(), "json")) {
            assertThat(stomp.subprotocol()).isEqualTo("v12.stomp");
            assertThat(json.subprotocol()).isEqualTo("json");
            assertThat(json.nextJson().path("type").asString()).isEqualTo("CONNECTED");
            stomp.subscribe("org-a");
            gateway.publish("org-a", "PFA-2");
            assertThat(json.next()).contains("PFA-2");
            assertThat(stomp.nextEvent().path("pfaId").asString()).isEqualTo("PFA-2");
        }
    }

    @Test
    void aTokenAloneIsNoSubprotocol() {
        assertThat(handshake("org-a", "Sec-WebSocket-Protocol", "bearer." + reader())
                        .statusCode())
                .isEqualTo(426); // the token is fine; a plain request is what is wrong first
    }

    @Test
    void theConnectFrameMayBringTheToken() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + reader() + "\n\n\0");
            client.nextFrame("CONNECTED");
            client.subscribe("org-a");
            gateway.publish("org-a", "PFA-3");
            assertThat(client.nextEvent().path("pfaId").asString()).isEqualTo("PFA-3");
        }
    }

    @Test
    void aSubprotocolInOtherLettersIsNoneOfOurs(CapturedOutput output) {
        for (String stranger : List.of("V12.STOMP", "V12.stomp", "JSON", "Json")) {
            try (WireClient client = WireClient.open(gateway.webSocket("org-a"), stranger, "v12.stomp")) {
                assertThat(client.subprotocol()).isEqualTo("v12.stomp");
                assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.NO_CONNECT.code());
                assertThat(client.received()).isEmpty();
            }
            assertRefused(handshake("org-a", "Sec-WebSocket-Protocol", stranger), 401, "UNAUTHORIZED");
        }
        assertThat(output).doesNotContain("after an unexpected exception");
    }

    private static double closes() {
        return gateway.bean(MeterRegistry.class).find("sync.gateway.closes").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void theEndOfASessionIsNoRefusal(CapturedOutput output) {
        double refusals = gateway.counter("sync.gateway.refusals", "frame", "DISCONNECT");
        double closes = closes();
        for (int i = 0; i < 5; i++) {
            try (WireClient client = stomp(reader())) {
                client.subscribe("org-a");
                if (i == 0) {
                    client.send("DISCONNECT\nreceipt:bye\n\n\0");
                    client.nextFrame("RECEIPT");
                }
            }
        }
        try (WireClient undecided = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            undecided.send("DISCONNECT\nreceipt:bye\n\n\0");
        }

        await().atMost(LONG).until(() -> closes() >= closes + 6);
        assertThat(gateway.counter("sync.gateway.refusals", "frame", "DISCONNECT"))
                .isEqualTo(refusals);
        assertThat(output).doesNotContain("RefusedFrameException");
    }

    // --- Refusals.

    @Test
    void withoutATokenOnlyStompGetsAsFarAsConnect() {
        assertRefused(handshake("org-a"), 401, "UNAUTHORIZED");
        assertRefused(handshake("org-a?access_token=" + reader()), 401, "UNAUTHORIZED");
        assertThat(handshake("org-a", "Sec-WebSocket-Protocol", "v12.stomp").statusCode())
                .isEqualTo(426);
        assertThat(handshake("org-a?protocol=stomp").statusCode()).isEqualTo(426);
        assertRefused(handshake("org-a", "Sec-WebSocket-Protocol", "json, v12.stomp"), 401, "UNAUTHORIZED");
    }

    @Test
    void theHandshakeSaysWhatIsWrongWithAToken() {
        Instant now = Instant.now();
        String expired = TestToken.of("u-1")
                .in("org-a", "perm_Read")
                .issuedAt(now.minusSeconds(100))
                .expiresAt(now.minusSeconds(50))
                .sign();
        String suspended = TestToken.of("u-1")
                .in("org-a", "perm_Read")
                .with("serviceStatus", "suspended")
                .sign();

        assertRefused(handshake("org-a", "Authorization", "Bearer nonsense"), 401, "INVALID_TOKEN");
        assertRefused(handshake("org-a", "Authorization", "Basic dTpw"), 401, "INVALID_TOKEN");
        assertRefused(handshake("org-a", "Authorization", "Bearer " + expired), 401, "TOKEN_EXPIRED");
        assertRefused(handshake("org-a", "Authorization", "Bearer " + suspended), 403, "ACCOUNT_INACTIVE");
        assertRefused(
                handshake("org-a", "Authorization", "Bearer " + reader(), "Sec-WebSocket-Protocol", "json, bearer.x"),
                401,
                "INVALID_TOKEN");
    }

    @Test
    void theOrganizationMustBeOneOfTheTokens() {
        String token = TestToken.of("u-1")
                .in("org-a", "perm_Read")
                .in("org-deaf", "perm_Sync")
                .in(Map.of(
                        "organizationId",
                        "org-closed",
                        "serviceStatus",
                        "suspended",
                        "permissions",
                        Map.of("perm_Read", true)))
                .sign();

        assertRefused(handshake("org-b", "Authorization", "Bearer " + token), 403, "ORG_ACCESS_DENIED");
        assertRefused(handshake("ORG-A", "Authorization", "Bearer " + token), 403, "ORG_ACCESS_DENIED");
        assertRefused(handshake("org-deaf", "Authorization", "Bearer " + token), 403, "PERMISSION_DENIED");
        assertRefused(handshake("org-closed", "Authorization", "Bearer " + token), 403, "ORGANIZATION_INACTIVE");
        assertThat(handshake("org-a", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(426);
    }

    @Test
    void aConnectFrameThatLetsNobodyInIsAnsweredAndTheSessionClosed() {
        assertConnectRefused("", "UNAUTHORIZED", CloseCode.UNAUTHORIZED);
        assertConnectRefused("Authorization:Bearer nonsense\n", "INVALID_TOKEN", CloseCode.INVALID_TOKEN);
        assertConnectRefused(
                "Authorization:Bearer " + TestToken.reader("u-1", "org-b") + "\n",
                "ORG_ACCESS_DENIED",
                CloseCode.ORG_ACCESS_DENIED);
    }

    private static void assertConnectRefused(String header, String code, CloseCode closeCode) {
        try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\n" + header + "\n\0");
            StompFrame error = client.nextFrame("ERROR");
            assertThat(error.headers()).containsEntry("code", code).containsEntry("retryable", "false");
            assertThat(client.awaitClosed().code()).isEqualTo(closeCode.code());
        }
    }

    @Test
    void aFrameIsCheckedForItsSizeThenForItsTokenThenByTheRules() {
        String tooMany = "a:b\n".repeat(40);
        String bad = "Authorization:Bearer nonsense\n";

        assertThat(refusalOf("CONNECT\naccept-version:9.9\n" + bad + tooMany + "\n\0"))
                .containsEntry("code", "PROTOCOL_ERROR")
                .hasEntrySatisfying("message", message -> assertThat(message).contains("32 headers"));
        assertThat(refusalOf("CONNECT\naccept-version:9.9\n" + bad + "\n\0")).containsEntry("code", "INVALID_TOKEN");
        assertThat(refusalOf("CONNECT\naccept-version:9.9\nAuthorization:Bearer " + reader() + "\n\n\0"))
                .hasEntrySatisfying("message", message -> assertThat(message).contains("STOMP versions"));
    }

    private static Map<String, String> refusalOf(String frame) {
        try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            client.send(frame);
            return client.nextFrame("ERROR").headers();
        }
    }

    @Test
    void aTokenIsTakenOffAFrameBeforeItCanBeLogged(CapturedOutput output) {
        String token = reader();
        // Off as we ship it; at DEBUG Spring logs each refused frame with its headers.
        Logger spring = (Logger) LoggerFactory.getLogger(StompSubProtocolHandler.class);
        Level before = spring.getLevel();
        spring.setLevel(Level.DEBUG);

        try {
            refusalOf(
                    "CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token + "\n" + "a:b\n".repeat(40) + "\n\0");
        } finally {
            spring.setLevel(before);
        }

        assertThat(output).contains("Failed to send message").doesNotContain(token);
    }

    @Test
    void theTokenCountsAmongTheHeadersOfAFrame() {
        String most = "a:b\n".repeat(30);

        assertThat(refusalOf("CONNECT\naccept-version:9.9\nAuthorization:Bearer x\n" + most + "\n\0"))
                .containsEntry("code", "INVALID_TOKEN");
        assertThat(refusalOf("CONNECT\naccept-version:9.9\nhost:x\nAuthorization:Bearer x\n" + most + "\n\0"))
                .hasEntrySatisfying("message", message -> assertThat(message).contains("32 headers"));
    }

    @Test
    void aSessionThatOwesItsTokenIsSentNothingAndSoonClosed() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            gateway.publish("org-a", "PFA-4");

            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.NO_CONNECT.code());
            assertThat(client.received()).isEmpty();
        }
    }

    @Test
    void aSessionThatOwesItsTokenMayNotSubscribe() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            client.send("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-a\n\n\0");

            client.nextFrame("ERROR");
            assertThat(client.awaitClosed().code()).isEqualTo(1002);
        }
    }

    @Test
    void anotherOrganizationsTopicIsAForeignTry() {
        double before = gateway.counter("sync.security.foreign.tries");
        try (WireClient client = stomp(TestToken.of("u-both")
                .in("org-a", "perm_Read")
                .in("org-b", "perm_Read")
                .sign())) {
            client.send("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-b\n\n\0");

            assertThat(client.nextFrame("ERROR").headers()).containsEntry("code", "ORG_ACCESS_DENIED");
            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.ORG_ACCESS_DENIED.code());
        }
        assertThat(gateway.counter("sync.security.foreign.tries")).isEqualTo(before + 1);
    }

    // --- While connected.

    private static String lasting(String userId, int seconds) {
        return TestToken.of(userId)
                .in("org-a", "perm_Read")
                .expiresAt(Instant.now().plusSeconds(seconds))
                .sign();
    }

    @Test
    void aSessionIsWarnedAndEndsWithItsToken() {
        Instant end = Instant.now().plusSeconds(4);
        try (WireClient json = WireClient.openWithToken(gateway.webSocket("org-a"), lasting("u-1", 4));
                WireClient stomp = stomp(lasting("u-1", 4))) {
            JsonNode greeting = json.nextJson();
            stomp.subscribe("org-a");

            JsonNode warning = json.nextJson();
            assertThat(warning.path("type").asString()).isEqualTo("TOKEN_EXPIRING");
            assertThat(warning.path("eventId").asString()).isNotEmpty();
            assertThat(warning.path("organizationId")).isEqualTo(greeting.path("organizationId"));
            assertThat(Instant.parse(warning.path("expiresAt").asString())).isBefore(end.plusSeconds(2));
            assertThat(stomp.nextEvent().path("type").asString()).isEqualTo("TOKEN_EXPIRING");
            assertThat(json.awaitClosed().code()).isEqualTo(CloseCode.TOKEN_EXPIRED.code());
            assertThat(stomp.awaitClosed().code()).isEqualTo(CloseCode.TOKEN_EXPIRED.code());
            assertThat(Instant.now()).isAfter(end.minusSeconds(1));
        }
    }

    @Test
    void aNewTokenKeepsAPlainSessionOpen() {
        try (WireClient client = WireClient.openWithToken(gateway.webSocket("org-a"), lasting("u-1", 30))) {
            client.nextJson();
            client.nextJson(); // the warning

            client.send("{\"type\":\"AUTH_REFRESH\",\"token\":\"" + lasting("u-1", 600) + "\"}");

            JsonNode refreshed = client.nextJson();
            assertThat(refreshed.path("type").asString()).isEqualTo("AUTH_REFRESHED");
            assertThat(Instant.parse(refreshed.path("expiresAt").asString()))
                    .isAfter(Instant.now().plusSeconds(300));
            gateway.publish("org-a", "PFA-5");
            assertThat(client.next()).contains("PFA-5");
        }
    }

    @Test
    void aNewTokenKeepsAStompSessionOpen() {
        try (WireClient client = stomp(lasting("u-1", 600))) {
            client.subscribe("org-a");

            client.send("SEND\ndestination:/app/auth.refresh\nreceipt:r-1\n\n" + lasting("u-1", 900) + "\0");

            assertThat(client.nextFrame("RECEIPT").headers()).containsEntry("receipt-id", "r-1");
            assertThat(client.nextEvent().path("type").asString()).isEqualTo("AUTH_REFRESHED");
            client.send("SEND\ndestination:/app/auth.refresh\nAuthorization:Bearer " + lasting("u-1", 901) + "\n\n\0");
            assertThat(client.nextEvent().path("type").asString()).isEqualTo("AUTH_REFRESHED");
            gateway.publish("org-a", "PFA-6");
            assertThat(client.nextEvent().path("pfaId").asString()).isEqualTo("PFA-6");
        }
    }

    @Test
    void noSessionBeginsWithinTheClockSkew() throws Exception {
        String justExpired = TestToken.of("u-1")
                .in("org-a", "perm_Read")
                .expiresAt(Instant.now().minusSeconds(1))
                .sign();

        // A single request is let through, a session would end as soon as it began, and come back.
        assertThat(HTTP.send(
                                HttpRequest.newBuilder(gateway.http("/api/pems/sync-status?organizationId=org-a"))
                                        .header("Authorization", "Bearer " + justExpired)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertRefused(handshake("org-a", "Authorization", "Bearer " + justExpired), 401, "TOKEN_EXPIRED");
        assertConnectRefused("Authorization:Bearer " + justExpired + "\n", "TOKEN_EXPIRED", CloseCode.TOKEN_EXPIRED);
        assertRenewalRefused(justExpired, CloseCode.TOKEN_EXPIRED);
    }

    private static String endingAt(Instant end) {
        return TestToken.of("u-1").in("org-a", "perm_Read").expiresAt(end).sign();
    }

    private static void awaitMoment(Instant moment) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> !Instant.now().isBefore(moment));
    }

    private static double closes(CloseCode code) {
        return gateway.counter("sync.gateway.closes", "code", Integer.toString(code.code()));
    }

    @Test
    void whoeverDoesNotAnswerTheCloseIsCutOffSoonerWithoutAToken() throws IOException {
        Instant end = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
        double expired = closes(CloseCode.TOKEN_EXPIRED);
        double others = closes(CloseCode.RECEIVE_ONLY);
        try (RawWebSocket stalled = RawWebSocket.openWithToken(gateway, "org-a", endingAt(end));
                RawWebSocket talker = RawWebSocket.openWithToken(gateway, "org-a", reader())) {
            awaitMoment(end.minusMillis(500));
            talker.send("x");

            await().atMost(LONG).until(() -> closes(CloseCode.TOKEN_EXPIRED) > expired);

            // Told first, and still waited for.
            assertThat(closes(CloseCode.RECEIVE_ONLY)).isEqualTo(others);
            await().atMost(LONG).until(() -> closes(CloseCode.RECEIVE_ONLY) > others);
        }
    }

    @Test
    void aRenewalAtTheLastMomentIsGrantedOrTheSessionEnds() {
        Instant end = Instant.now().plusSeconds(7).truncatedTo(ChronoUnit.SECONDS);
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(WireClient.openWithToken(gateway.webSocket("org-a"), endingAt(end)));
            clients.get(i).nextJson();
        }

        for (int i = 0; i < clients.size(); i++) {
            WireClient client = clients.get(i);
            awaitMoment(end.minusMillis(60).plusMillis(10L * i));
            client.sendIfOpen("{\"type\":\"AUTH_REFRESH\",\"token\":\"" + reader() + "\"}");
        }

        int renewed = 0;
        for (WireClient client : clients) {
            String answer = client.nextUnlessClosed();
            while (answer != null && answer.contains("TOKEN_EXPIRING")) {
                answer = client.nextUnlessClosed();
            }
            if (answer == null) {
                assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.TOKEN_EXPIRED.code());
            } else {
                assertThat(answer).contains("AUTH_REFRESHED");
                renewed++;
            }
        }
        gateway.publish("org-a", "PFA-late");
        int heard = 0;
        for (WireClient client : clients) {
            heard += client.isOpen() && client.next().contains("PFA-late") ? 1 : 0;
            client.close();
        }
        assertThat(heard).isEqualTo(renewed).isPositive();
    }

    @Test
    void aNewTokenMustBeTheSameUsersAndStillAMembers() {
        assertRenewalRefused(lasting("u-2", 600), CloseCode.FORBIDDEN);
        assertRenewalRefused(TestToken.reader("u-1", "org-b"), CloseCode.ORG_ACCESS_DENIED);
        assertRenewalRefused("nonsense", CloseCode.INVALID_TOKEN);
        assertRenewalRefused("", CloseCode.INVALID_TOKEN);
    }

    private static void assertRenewalRefused(String token, CloseCode code) {
        try (WireClient json = WireClient.openWithToken(gateway.webSocket("org-a"), reader());
                WireClient stomp = stomp(reader())) {
            json.nextJson();
            json.send("{\"type\":\"AUTH_REFRESH\",\"token\":\"" + token + "\"}");
            assertThat(json.awaitClosed().code()).isEqualTo(code.code());
            stomp.send("SEND\ndestination:/app/auth.refresh\n\n" + token + "\0");
            assertThat(stomp.nextFrame("ERROR").headers()).containsEntry("code", code.name());
            assertThat(stomp.awaitClosed().code()).isEqualTo(code.code());
        }
    }

    // --- Revocation.

    private static HttpResponse<String> revoke(TestGateway at, String token, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(at.http("/api/admin/revocations"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aRevocationEndsSessionsOnAllGatewaysAndOutlastsThem() throws Exception {
        String admin = TestToken.of("boss")
                .in("org-a", "perm_Read", "perm_ManageUsers")
                .sign();
        String revoked = TestToken.reader("u-revoked", "org-a");
        try (TestGateway other = TestGateway.beside(gateway, TestToken.SETTINGS);
                WireClient here = WireClient.openWithToken(gateway.webSocket("org-a"), revoked);
                WireClient there = WireClient.openWithToken(other.webSocket("org-a"), revoked);
                WireClient witness = WireClient.openWithToken(other.webSocket("org-a"), reader())) {
            witness.nextJson();

            HttpResponse<String> answer = revoke(gateway, admin, "{\"userId\":\"u-revoked\"}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("org-a");
            assertThat(here.awaitClosed().code()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
            assertThat(there.awaitClosed().code()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
            assertThat(witness.isOpen()).isTrue();
            assertRefused(handshake("org-a", "Authorization", "Bearer " + revoked), 401, "TOKEN_REVOKED");
        }
        try (TestGateway late = TestGateway.beside(gateway, TestToken.SETTINGS)) {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(late.http("/api/ws/sync/org-a"))
                            .header("Authorization", "Bearer " + revoked)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertRefused(answer, 401, "TOKEN_REVOKED");
        }
    }

    /** Or the client would send its next request into a connection that is being closed. */
    @Test
    void whoeverIsRefusedBeforeItsBodyIsReadIsToldThatTheConnectionEnds() {
        for (String token :
                List.of("", "Authorization: Bearer nonsense\r\n", "Authorization: Bearer " + reader() + "\r\n")) {
            try (RawSocket socket = RawSocket.open(gateway)) {
                socket.send("POST /api/admin/revocations HTTP/1.1\r\nHost: localhost\r\n" + token
                        + "Content-Type: application/json\r\nContent-Length: 23\r\n\r\n");

                assertThat(socket.answer().text())
                        .containsPattern("^HTTP/1.1 40[13] ")
                        .contains("Connection: close");
            }
        }
    }

    @Test
    void onlyAdministratorsRevokeAndOnlyInTheirOrganizations() throws Exception {
        String admin = TestToken.of("boss")
                .in("org-x", "perm_Read", "perm_ManageUsers")
                .sign();

        assertThat(revoke(gateway, reader(), "{\"organizationId\":\"org-a\"}").statusCode())
                .isEqualTo(403);
        assertRefused(revoke(gateway, admin, "{\"organizationId\":\"org-a\"}"), 403, "ORG_ACCESS_DENIED");
        assertRefused(revoke(gateway, admin, "{}"), 400, "VALIDATION_ERROR");
        assertRefused(revoke(gateway, admin, "{\"organizationId\":\"#\"}"), 400, "VALIDATION_ERROR");
        revoke(gateway, admin, "{\"userId\":\"u-1\"}");
        assertThat(handshake("org-a", "Authorization", "Bearer " + reader()).statusCode())
                .isEqualTo(426);
    }

    @Test
    void aRevokedUserIsSpelledAsInATokenAndCannotForgeALine(CapturedOutput output) throws Exception {
        String admin = TestToken.of("boss")
                .in("org-a", "perm_Read", "perm_ManageUsers")
                .sign();
        String revoked = TestToken.reader("u\nforged", "org-a");

        HttpResponse<String> answer = revoke(gateway, admin, "{\"userId\":\"  u\\nforged\\t \"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertRefused(handshake("org-a", "Authorization", "Bearer " + revoked), 401, "TOKEN_REVOKED");
        assertThat(output.toString().lines()).noneMatch(line -> line.startsWith("forged"));
        assertThat(output).contains("has revoked the access of u?forged to org-a");
        assertRefused(revoke(gateway, admin, "{\"userId\":\" \\t\"}"), 400, "VALIDATION_ERROR");
        assertRefused(revoke(gateway, admin, "{\"userId\":\"" + "x".repeat(201) + "\"}"), 400, "VALIDATION_ERROR");
    }

    @Test
    void aRevocationReachesTokensOfAnIssuerWhoseClockIsAhead() throws Exception {
        String admin = TestToken.of("boss")
                .in("org-a", "perm_Read", "perm_ManageUsers")
                .sign();
        String datedAhead = TestToken.of("u-ahead")
                .in("org-a", "perm_Read")
                .issuedAt(Instant.now().plusSeconds(4))
                .sign();

        try (WireClient client = WireClient.openWithToken(gateway.webSocket("org-a"), datedAhead)) {
            client.nextJson();
            revoke(gateway, admin, "{\"userId\":\"u-ahead\"}");

            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
        }
    }

    // --- Traces.

    @Test
    void theAuditTellsWhoCameAndNeverTheToken(CapturedOutput output) {
        String token = TestToken.reader("u-audited", "org-a");
        try (WireClient client = WireClient.openWithToken(gateway.webSocket("org-a"), token)) {
            client.nextJson();
        }
        handshake("org-b", "Authorization", "Bearer " + token);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(output)
                        .contains("u-audited has connected to org-a, from 127.0.0.1")
                        .contains("Refused with ORG_ACCESS_DENIED: u-audited for org-b"));
        assertThat(output).doesNotContain(token).doesNotContain(token.substring(token.lastIndexOf('.')));
    }
}
