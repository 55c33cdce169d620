package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Checks that a client cannot receive events of another organization, nor find out that it exists. */
class OrganizationIsolationIT {

    private static final int HTTP_TRIES = 3_000;
    private static final int FRAME_TRIES = 1_000;
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final String SECRET = "PFA-secret-of-b";

    private static final String OWN = TestToken.of("mallory")
            .in("org-a", "perm_Read", "perm_Sync", "perm_ViewFinancials", "perm_ManageUsers")
            .sign();
    private static final String OF_B =
            TestToken.of("bob").in("org-b", "perm_Read").sign();

    @TempDir
    static Path data;

    private static TestGateway gateway;

    // What is tried is the same each time; a failure names the try.
    private final Random random = new Random(20260304);

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data, TestToken.settings("--sync.security.query-token=true", "--sync.gateway.time-to-authenticate=2s"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String path() {
        String b = any(List.of(
                "org-b",
                "org-b",
                "org-b",
                "ORG-B",
                "org%2Db",
                "org-b/",
                "org-b%00",
                "org-b;x",
                "*",
                "#",
                "org-a,org-b",
                "org-a/../org-b",
                "org-a%2F..%2Forg-b",
                "..%2forg-b",
                "org-b.",
                ".org-b",
                "org-%62",
                "%6frg-b",
                ""));
        String query = any(List.of(
                "",
                "",
                "organizationId=org-b",
                "organizationId=org-a&organizationId=org-b",
                "organizationId=org-b&organizationId=org-a",
                "organizationId[]=org-b",
                "ORGANIZATIONID=org-b",
                "organizationId=org-b%20",
                "organizationId=%6frg-b",
                "lastEventId=0",
                "access_token=" + OWN,
                "protocol=json",
                "protocol=stomp",
                "organizationId=org-a%00org-b",
                "organizationId=*"));
        String place = any(List.of(
                "/api/ws/sync/" + b,
                "/api/ws/sync/" + b,
                "/api/ws/sync/org-a/../" + b,
                "//api/ws/sync/" + b,
                "/api/ws//sync/" + b,
                "/API/ws/sync/" + b,
                "/api/ws/sync",
                "/api/pems/sync-status",
                "/api/pems/conflicts",
                "/api/pems/conflicts/" + b,
                "/api/pems/failed",
                "/api/pems/" + b,
                "/api/demo/" + b + "/sample-write",
                "/api/admin/revocations",
                "/actuator/prometheus",
                "/actuator/health",
                "/v3/api-docs",
                "/" + b));
        return query.isEmpty() ? place : place + "?" + query;
    }

    private String headers() {
        StringBuilder headers = new StringBuilder();
        headers.append(any(List.of(
                "", "Authorization: Bearer " + OWN, "Authorization: bearer\t" + OWN, "Authorization: Bearer x")));
        headers.append("\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            headers.append(any(List.of(
                            "X-Organization-Id: org-b",
                            "X-Original-URL: /api/ws/sync/org-b",
                            "X-Rewrite-URL: /api/ws/sync/org-b",
                            "X-Forwarded-Prefix: /api/ws/sync/org-b",
                            "X-Forwarded-Host: localhost",
                            "X-Forwarded-For: 127.0.0.1",
                            "X-HTTP-Method-Override: GET",
                            "Forwarded: for=127.0.0.1;host=localhost",
                            "Sec-WebSocket-Protocol: bearer." + OWN + ", json",
                            "Sec-WebSocket-Protocol: json, v12.stomp, bearer." + OWN,
                            "Sec-WebSocket-Protocol: V12.STOMP,v12.stomp",
                            "Sec-WebSocket-Protocol: JSON,v12.stomp",
                            "Sec-WebSocket-Protocol: v12.stomp",
                            "Cookie: access_token=" + OWN,
                            "organizationId: org-b",
                            "last-event-id: 0")))
                    .append("\r\n");
        }
        return headers.toString().replaceFirst("^\r\n", "");
    }

    @Test
    void noAddressAndNoHeaderLeadsIntoAnotherOrganization() throws IOException {
        try (WireClient witness = WireClient.openWithToken(gateway.webSocket("org-b"), OF_B)) {
            witness.nextJson();
            for (int i = 0; i < HTTP_TRIES; i++) {
                String request = any(List.of("GET ", "GET ", "GET ", "POST ", "HEAD ", "DELETE "))
                        + path()
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + headers()
                        + "\r\n";
                if (i % 100 == 0) {
                    gateway.publish("org-b", SECRET);
                }

                String answer = answer(request);

                String which = "try " + i + "\n" + request + "\n" + answer;
                assertThat(answer).as(which).startsWith("HTTP/1.1 ").doesNotContain(SECRET);
                assertThat(answer)
                        .as(which)
                        .doesNotContain("\"organizationId\":\"org-b\"")
                        .doesNotStartWith("HTTP/1.1 500");
                if (answer.startsWith("HTTP/1.1 101") && !request.split(" ")[1].matches("/api/ws/sync/org-a([?].*)?")) {
                    // One that owes its token, in STOMP; it hears nothing before it has brought one.
                    assertThat(answer)
                            .as(which)
                            .containsIgnoringCase("Protocol: v12.stomp")
                            .endsWith("\r\n\r\n");
                }
            }
            assertThat(witness.isOpen()).isTrue();
            assertThat(witness.next()).contains(SECRET);
        }
    }

    private static String answer(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[16_384];
            while (!isWhole(answer, request.startsWith("HEAD"))) {
                int length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    return answer.toString();
                }
                answer.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
            return answer.toString();
        }
    }

    private static boolean isWhole(CharSequence answer, boolean head) {
        String text = answer.toString();
        int body = text.indexOf("\r\n\r\n") + 4;
        if (body < 4) {
            return false;
        }
        Matcher length = CONTENT_LENGTH.matcher(text);
        return head
                || text.startsWith("HTTP/1.1 101")
                || (length.find() && text.length() >= body + Integer.parseInt(length.group(1)))
                || text.endsWith("\r\n0\r\n\r\n");
    }

    @Test
    void noFrameLeadsIntoAnotherOrganization() {
        double alarms = gateway.counter("sync.security.foreign.alarms");
        String foreign = gateway.publish("org-b", SECRET);
        for (int i = 0; i < FRAME_TRIES; i++) {
            String frame = frame(foreign);
            try (WireClient client = WireClient.open(gateway.webSocket("org-a"), "v12.stomp", "bearer." + OWN)) {
                client.send("CONNECT\naccept-version:1.2\nhost:" + any(List.of("x", "org-b")) + "\n\n\0");
                client.nextFrame("CONNECTED");

                client.send(frame);

                if (i % 10 == 0) {
                    gateway.publish("org-b", SECRET);
                }
                String heard = client.nextUnlessClosed();
                String which = "try " + i + ": " + frame + " was answered " + heard;
                assertThat(heard)
                        .as(which)
                        .isNotNull()
                        .doesNotContain(SECRET)
                        .doesNotContain("\"organizationId\":\"org-b\"");
                assertThat(heard)
                        .as(which)
                        .matches(text ->
                                text.startsWith("ERROR") || text.startsWith("RECEIPT") || text.contains("CONNECTED"));
            }
        }
        assertThat(gateway.counter("sync.security.foreign.alarms")).isGreaterThan(alarms);
    }

    private String frame(String foreignEvent) {
        String destination = any(List.of(
                "/topic/sync.org-b",
                "/topic/sync.org-b",
                "sync.org-b",
                "/queue/sync.org-b",
                "/topic/sync.*",
                "/topic/sync.#",
                "/topic/sync.org-a,/topic/sync.org-b",
                "/topic/sync.org-a\\c\\csync.history",
                "sync.#\\c\\csync.history",
                "/topic/sync.org-b\\c\\csync.history",
                "/topic/sync.org-a ",
                "/topic/sync.org-a/../sync.org-b",
                "/topic/SYNC.ORG-B",
                "/user/mallory/topic/sync.org-b",
                "/app/auth.refresh",
                "/topic/sync.org-a\\n/topic/sync.org-b",
                "/topic/sync.org-a"));
        String more = any(List.of(
                "",
                "selector:organizationId = 'org-b'\n",
                "last-event-id:" + foreignEvent + "\n",
                "destination:/topic/sync.org-b\n",
                "organizationId:org-b\n",
                "durable-subscription-name:x\n",
                "subscription-type:ANYCAST\n",
                "Authorization:Bearer " + OWN + "\n",
                "id:other\n",
                "ack:client-individual\n",
                "no-local:true\n"));
        String command =
                any(List.of("SUBSCRIBE", "SUBSCRIBE", "SUBSCRIBE", "SUBSCRIBE", "SEND", "MESSAGE", "BEGIN", "ACK"));
        return command + "\nid:s-1\nreceipt:r\ntransaction:t\ndestination:" + destination + "\n" + more + "\n\0";
    }

    @Test
    void anotherOrganizationsPositionLeadsNowhere() {
        String foreign = gateway.publish("org-b", SECRET);
        try (WireClient own = WireClient.openWithToken(gateway.webSocket("org-a"), OWN);
                WireClient bob = WireClient.openWithToken(gateway.webSocket("org-b?lastEventId=" + foreign), OF_B)) {
            own.nextJson();
            String first = gateway.publish("org-a", "PFA-1");
            own.nextJson();
            gateway.publish("org-b", SECRET);
            String greetingOfB = bob.nextJson().path("eventId").asString();
            for (String position : List.of(foreign, greetingOfB, "m-1", "0", "*", first + "," + foreign)) {
                try (WireClient json =
                                WireClient.openWithToken(gateway.webSocket("org-a?lastEventId=" + position), OWN);
                        WireClient stomp = WireClient.open(gateway.webSocket("org-a"), "v12.stomp", "bearer." + OWN)) {
                    stomp.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
                    stomp.nextFrame("CONNECTED");

                    JsonNode greeting = json.nextJson();
                    JsonNode stompGreeting = stomp.subscribe("org-a", "last-event-id:" + position);

                    assertThat(greeting.path("recovered").asBoolean(true))
                            .as(position)
                            .isFalse();
                    assertThat(stompGreeting.path("recovered").asBoolean(true))
                            .as(position)
                            .isFalse();
                    gateway.publish("org-a", "PFA-2");
                    assertThat(json.next()).contains("PFA-2").doesNotContain("org-b");
                    assertThat(stomp.nextEvent().path("pfaId").asString()).isEqualTo("PFA-2");
                }
            }
        }
    }

    @Test
    void aSuspendedOrganizationIsClosedByEveryWay() throws IOException {
        String suspended = TestToken.of("u-1")
                .in(Map.of(
                        "organizationId",
                        "org-a",
                        "serviceStatus",
                        "suspended",
                        "permissions",
                        Map.of("perm_Read", true, "perm_Sync", true)))
                .sign();

        for (String path : List.of("/api/ws/sync/org-a", "/api/pems/sync-status?organizationId=org-a")) {
            assertThat(answer("GET " + path
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + suspended
                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("ORGANIZATION_INACTIVE");
        }
        try (WireClient late = WireClient.open(gateway.webSocket("org-a"), "v12.stomp")) {
            late.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + suspended + "\n\n\0");
            assertThat(late.awaitClosed().code()).isEqualTo(CloseCode.ORGANIZATION_INACTIVE.code());
        }
        String active = TestToken.reader("u-1", "org-a");
        try (WireClient renewing = WireClient.openWithToken(gateway.webSocket("org-a"), active)) {
            renewing.send("{\"type\":\"AUTH_REFRESH\",\"token\":\"" + suspended + "\"}");
            assertThat(renewing.awaitClosed().code()).isEqualTo(CloseCode.ORGANIZATION_INACTIVE.code());
        }
    }
}
