package com.pfavanguard.sync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.Fuzz;
import com.pfavanguard.sync.testing.HttpAnswer;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A user with every right in an organization of its own tries, at random and by every door, to hear or change something
 * of another one, while things happen there. What comes back to it, all of it, must have nothing of the other in it.
 */
class CrossTenantWalkIT {

    private static final String OWN = "org-mine";
    private static final String FOREIGN = Besieged.ORGANIZATION;
    private static final String TOKEN = TestToken.of("u-mallory")
            .in(OWN, "perm_Read", "perm_Sync", "perm_ViewFinancials", "perm_ManageUsers", "perm_ViewAllOrgs")
            .sign();
    private static final String AUTHORIZATION = "Authorization: Bearer " + TOKEN;

    // What no member of the organization could hear without a leak: its events all have such a PFA.
    private static final String FOREIGN_EVENT = "PFA-";
    private static final String FOREIGN_GREETING = "\"organizationId\":\"" + FOREIGN + "\"";

    @RegisterExtension
    static final Besieged besieged = Besieged.withTokens(TestToken.reader("u-witness", FOREIGN), TestToken.SETTINGS);

    /** One kind of try; returns all that came back. */
    private interface Way {
        String go(Fuzz fuzz);
    }

    private final List<Way> ways = List.of(
            this::byThePath,
            this::byThePathOfAStompSession,
            this::byTheToken,
            this::byTheDestination,
            this::byHeaders,
            this::byAForeignPosition,
            this::byAForeignPositionInStomp,
            this::byForging,
            this::byRenewal,
            this::byRest);

    // A greeting waits some seconds for an unknown position (decision 0055), so many wait at the same time.
    private static final int WAITING_TOGETHER = 100;

    /** A client that waits for its greeting. */
    private record Waiting(int round, RawSocket socket, boolean wantsAForeignEvent) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private int round;

    private String lastForeignEvent = "";

    @Test
    void nothingLeaks() {
        int rounds = Fuzz.rounds("tries to reach another organization", 2_000);
        try (WireClient plain = WireClient.openWithToken(besieged.gateway().webSocket(OWN), TOKEN);
                WireClient stomp = stompClient()) {
            plain.nextJson();
            stomp.subscribe(OWN);
            for (round = 0; round < rounds; round++) {
                Fuzz fuzz = new Fuzz(round);
                if (round % 20 == 0) {
                    lastForeignEvent = besieged.anEventHappens();
                }

                String heard = ways.get(round % ways.size()).go(fuzz);

                assertNothingForeign(round, heard);
                if (waiting.size() >= WAITING_TOGETHER || round == rounds - 1) {
                    hearThoseThatWait();
                }
            }
            // Those that have listened all the time, to what is theirs.
            String own = besieged.gateway().publish(OWN, "own");
            assertThat(plain.next()).contains(own);
            assertThat(stomp.next()).contains(own);
        }
    }

    private static void assertNothingForeign(int round, String heard) {
        assertThat(heard)
                .as(Fuzz.round(round))
                .doesNotContain(FOREIGN_EVENT, FOREIGN_GREETING)
                .doesNotContain("Exception", "springframework");
    }

    private void hearThoseThatWait() {
        for (Waiting client : waiting) {
            try (RawSocket socket = client.socket()) {
                String greeting = socket.frame().text();
                if (client.wantsAForeignEvent()) {
                    assertThat(greeting).as(Fuzz.round(client.round())).contains("\"recovered\":false");
                }
                assertNothingForeign(client.round(), greeting + rest(socket));
            }
        }
        waiting.clear();
    }

    private static WireClient stompClient() {
        WireClient client = WireClient.open(besieged.gateway().webSocket(OWN), "v12.stomp", "bearer." + TOKEN);
        client.send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0");
        client.nextFrame("CONNECTED");
        return client;
    }

    private static RawSocket plain(String organizationAndQuery) {
        RawSocket socket = RawSocket.upgraded(besieged.gateway(), organizationAndQuery, AUTHORIZATION);
        assertThat(socket.frame().text()).contains("\"type\":\"CONNECTED\"", "\"organizationId\":\"" + OWN + "\"");
        return socket;
    }

    private static RawSocket stomp() {
        return RawSocket.stomp(besieged.gateway(), OWN + "?protocol=stomp", AUTHORIZATION);
    }

    private static RawSocket stompSubscribed() {
        RawSocket socket = stomp();
        socket.send(ClientFrames.text("SUBSCRIBE\nid:own\ndestination:/topic/sync." + OWN + "\n\n\0"));
        assertThat(socket.frame().text()).contains("\"organizationId\":\"" + OWN + "\"");
        return socket;
    }

    private static String all(RawSocket.End end) {
        return end + String.join("\n", end.texts());
    }

    /** Everything up to the answer to a goodbye. */
    private static String rest(RawSocket socket) {
        socket.flood(ClientFrames.close(1000, ""), 1);
        return all(socket.end());
    }

    private String byThePath(Fuzz fuzz) {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            HttpAnswer answer = socket.handshake(Disguise.of(FOREIGN, OWN, fuzz), AUTHORIZATION);
            return answer.status() == 101 ? socket.frame().text() + rest(socket) : answer.toString();
        }
    }

    private String byThePathOfAStompSession(Fuzz fuzz) {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            String target = Disguise.of(FOREIGN, OWN, fuzz);
            HttpAnswer answer = socket.handshake(target + (target.contains("?") ? "&" : "?") + "protocol=stomp");
            if (answer.status() != 101) {
                return answer.toString();
            }
            socket.flood(
                    ClientFrames.joined(
                            ClientFrames.text("CONNECT\naccept-version:1.2\nhost:" + FOREIGN + "\n"
                                    + AUTHORIZATION.replace(": ", ":") + "\n\n\0"),
                            ClientFrames.text("SUBSCRIBE\nid:s\ndestination:/topic/sync." + FOREIGN + "\n\n\0")),
                    1);
            RawSocket.End end = socket.end();
            assertThat(end.texts()).last().asString().startsWith("ERROR");
            return all(end);
        }
    }

    private String byTheToken(Fuzz fuzz) {
        String forged = fuzz.oneOf(
                TestToken.of("u-mallory")
                        .in(Disguise.of(FOREIGN, OWN, fuzz), "perm_Read")
                        .sign(),
                TOKEN.replace(
                        TOKEN.split("\\.")[1],
                        TestToken.reader("u-witness", FOREIGN).split("\\.")[1]),
                TOKEN.substring(0, TOKEN.lastIndexOf('.') + 1),
                new String(
                                fuzz.changed(TestToken.reader("u-witness", "org-else")
                                        .getBytes(StandardCharsets.US_ASCII)),
                                StandardCharsets.ISO_8859_1)
                        .replaceAll("[^!-~]", "x"));
        if (forged.equals(TestToken.of("u-mallory").in(FOREIGN, "perm_Read").sign())) {
            return "";
        }
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            return socket.handshake(OWN, "Authorization: Bearer " + forged).toString();
        }
    }

    private String byTheDestination(Fuzz fuzz) {
        try (RawSocket socket = fuzz.random().nextBoolean() ? stomp() : stompSubscribed()) {
            String destination = fuzz.oneOf("/topic/sync.", "sync.", "/queue/sync.", "/topic/", "", "/user/topic/sync.")
                    + Disguise.of(FOREIGN, OWN, fuzz);
            socket.send(ClientFrames.text("SUBSCRIBE\nid:s\ndestination:" + destination + "\n\n\0"));
            RawSocket.End end = socket.end();
            assertThat(end.texts()).as(destination).last().asString().startsWith("ERROR");
            return all(end);
        }
    }

    private String byHeaders(Fuzz fuzz) {
        String foreign = Disguise.of(FOREIGN, OWN, fuzz).replace(":", "\\c");
        try (RawSocket socket = stomp()) {
            socket.send(ClientFrames.text("SUBSCRIBE\nid:s\ndestination:/topic/sync." + OWN + "\n"
                    + fuzz.oneOf("destination", "selector", "simpDestination", "organizationId", "x-destination", "id")
                    + ":" + fuzz.oneOf("/topic/sync.", "organizationId = '", "") + foreign + "\n\n\0"));
            String heard = socket.frame().text();
            if (heard.startsWith("MESSAGE")) {
                besieged.anEventHappens();
                heard += rest(socket);
            }
            return heard;
        }
    }

    private String byAForeignPosition(Fuzz fuzz) {
        String position = fuzz.oneOf(lastForeignEvent, "t-0", "t-1", "m-1", "*", "0", FOREIGN);
        RawSocket socket = RawSocket.upgraded(besieged.gateway(), OWN + "?lastEventId=" + position, AUTHORIZATION);
        waiting.add(new Waiting(round, socket, position.equals(lastForeignEvent)));
        return "";
    }

    private String byAForeignPositionInStomp(Fuzz fuzz) {
        RawSocket socket = stomp();
        socket.send(ClientFrames.text(
                "SUBSCRIBE\nid:s\ndestination:/topic/sync." + OWN + "\nlast-event-id:" + lastForeignEvent + "\n\n\0"));
        waiting.add(new Waiting(round, socket, true));
        return "";
    }

    private String byForging(Fuzz fuzz) {
        try (RawSocket socket = stomp()) {
            String destination =
                    fuzz.oneOf("/topic/sync.", "sync.", "/app/sync.", "/queue/", "") + Disguise.of(FOREIGN, OWN, fuzz);
            socket.send(ClientFrames.text(
                    "SEND\ndestination:" + destination + "\n\n{\"type\":\"SYNC_SUCCESS\",\"pfaId\":\"forged\","
                            + "\"organizationId\":\"" + FOREIGN + "\"}\0"));
            RawSocket.End end = socket.end();
            assertThat(end.texts()).singleElement().asString().startsWith("ERROR");
            return all(end);
        }
    }

    private String byRenewal(Fuzz fuzz) {
        String other = fuzz.oneOf(
                TestToken.reader("u-witness", FOREIGN),
                TestToken.reader("u-witness", OWN),
                TestToken.reader("u-mallory", FOREIGN),
                "x");
        boolean plain = fuzz.random().nextBoolean();
        try (RawSocket socket = plain ? plain(OWN) : stompSubscribed()) {
            socket.send(ClientFrames.text(
                    plain
                            ? "{\"type\":\"AUTH_REFRESH\",\"token\":\"" + other + "\"}"
                            : "SEND\ndestination:/app/auth.refresh\n\n" + other + "\0"));
            RawSocket.End end = socket.end();
            assertThat(end.code()).isIn(4411, 4415, 4418);
            return all(end);
        }
    }

    private String byRest(Fuzz fuzz) {
        String foreign = Disguise.of(FOREIGN, OWN, fuzz).replace(' ', '+').replaceAll("[^!-~]", "%C2%A0");
        String body = "{\"organizationId\":\"" + FOREIGN + "\",\"userId\":\"u-witness\",\"resolution\":\"use_pems\"}";
        String request = fuzz.oneOf(
                "GET /api/pems/sync-status?organizationId=" + foreign,
                "GET /api/pems/conflicts?organizationId=" + foreign,
                "GET /api/pems/failed?organizationId=" + foreign,
                "GET /api/pems/failed?organizationId=" + FOREIGN + "&organizationId=" + OWN,
                "POST /api/pems/write-sync",
                "POST /api/pems/write-sync?organizationId=" + OWN,
                "POST /api/pems/conflicts/" + foreign + "/resolve",
                "POST /api/demo/" + foreign + "/sample-write",
                "POST /api/demo/" + OWN + "/../" + FOREIGN + "/sample-write",
                "POST /api/admin/revocations",
                "DELETE /api/pems/failed/" + foreign,
                "PUT /api/pems/write-sync",
                "GET /api/ws/sync/" + foreign);
        boolean hasBody = request.startsWith("P");
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            socket.send(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n"
                    + fuzz.oneOf(
                                    "",
                                    "X-Organization-Id: " + FOREIGN,
                                    "X-Original-URL: /api/pems/failed?organizationId=" + FOREIGN,
                                    "X-HTTP-Method-Override: GET",
                                    "X-Forwarded-User: u-witness")
                            .transform(header -> header.isEmpty() ? "" : header + "\r\n")
                    + (hasBody
                            ? "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
                            : "\r\n"));
            HttpAnswer answer = socket.answer();
            boolean mayBeOwn = foreign.startsWith(OWN) || request.contains("&organizationId=" + OWN);
            assertThat(answer.status()).as("%s: %s", request, answer).isBetween(mayBeOwn ? 200 : 400, 499);
            return answer.toString();
        }
    }
}
