package com.pfavanguard.sync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.Fuzz;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.StompProducer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Input that is nearly right, by the thousand: from clients, byte by byte and frame by frame, and from producers. */
class FuzzIT {

    @RegisterExtension
    static final Besieged besieged = Besieged.with();

    private static final EventId FALLBACK = new EventId("fallback");

    // All this input is the client's fault, so none of it may cause an internal error.
    private static final Set<Integer> ENDS =
            Set.of(RawSocket.NO_CODE, RawSocket.CUT, 1000, 1001, 1002, 1007, 1009, 4400, 4401, 4004, 4415);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void stompFrames() {
        int rounds = Fuzz.rounds("STOMP frames", 400);
        for (int round = 0; round < rounds; round++) {
            Fuzz fuzz = new Fuzz(
                    round,
                    "\0",
                    "\n\n",
                    "\r\n",
                    ":",
                    "\\",
                    "\\c",
                    "content-length:3",
                    "heart-beat:a,b",
                    "receipt:r",
                    "SEND\n",
                    "CONNECT\n",
                    "#",
                    "*",
                    "::",
                    "ack:client",
                    "last-event-id:t-1",
                    "last-event-id:x",
                    "\n",
                    "id:",
                    "id:s");
            try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall?protocol=stomp")) {
                if (fuzz.random().nextInt(4) > 0) {
                    socket.send(ClientFrames.text("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0"));
                }
                for (int i = 0; i < 4; i++) {
                    byte[] frame = fuzz.changed(bytes(fuzz.oneOf(
                            "CONNECT\naccept-version:1.2\nheart-beat:1000,1000\nhost:x\n\n\0",
                            "SUBSCRIBE\nid:s\nreceipt:r\ndestination:/topic/sync.org-wall\nlast-event-id:e\n\n\0",
                            "UNSUBSCRIBE\nid:s\nreceipt:r\n\n\0",
                            "SEND\ndestination:/app/auth.refresh\ncontent-length:5\n\ntoken\0",
                            "DISCONNECT\nreceipt:bye\n\n\0")));
                    // Binary, because Jetty refuses text that is not valid UTF-8.
                    socket.flood(ClientFrames.of(ClientFrames.FIN | ClientFrames.BINARY, frame), 1);
                }
                assertNothingBroke(round, socket);
            }
        }
    }

    @Test
    void webSocketBytes() {
        int rounds = Fuzz.rounds("WebSocket bytes", 400);
        for (int round = 0; round < rounds; round++) {
            Fuzz fuzz = new Fuzz(round);
            String query = fuzz.oneOf("", "?protocol=stomp");
            try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall" + query)) {
                byte[] good = ClientFrames.joined(
                        ClientFrames.of(ClientFrames.TEXT, "CONNECT\naccept-version:1.2\n"),
                        ClientFrames.of(ClientFrames.FIN | ClientFrames.PING, "ping"),
                        ClientFrames.of(ClientFrames.FIN | ClientFrames.CONTINUATION, "host:x\n\n\0"),
                        ClientFrames.of(ClientFrames.FIN | ClientFrames.PONG, ""),
                        ClientFrames.close(1000, "done"));
                socket.flood(fuzz.random().nextBoolean() ? fuzz.changed(good) : fuzz.randomBytes(100), 1);
                assertNothingBroke(round, socket);
            }
        }
    }

    private static void assertNothingBroke(int round, RawSocket socket) {
        socket.flood(ClientFrames.close(1000, ""), 1);
        socket.closeOutput();
        RawSocket.End end = socket.end();
        assertThat(end.code()).as("%s: %s", Fuzz.round(round), end).isIn(ENDS);
        assertThat(String.join("\n", end.texts()))
                .as(Fuzz.round(round))
                .doesNotContain("Exception", "springframework", "could not be handled");
    }

    private static final List<String> EVENTS = List.of("""
            {"type":"SYNC_QUEUED","pfaId":"PFA-1","organizationId":"org-fuzz","timestamp":"2026-03-04T09:15:02.040Z"}""", """
            {"type":"SYNC_SUCCESS","pfaId":"PFA-1","organizationId":"org-fuzz","timestamp":"2026-03-04T09:15:04.227Z","details":{"newVersion":8,"resolution":"use_pems"}}""", """
            {"type":"SYNC_CONFLICT","pfaId":"PFA-1","organizationId":"org-fuzz","timestamp":"2026-03-04T09:15:04.602Z","details":{"conflictId":"5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90","conflictingFields":["forecastEnd","monthlyRate"]},"eventId":"e-1"}""", """
            {"type":"SYNC_FAILED","pfaId":"PFA-1","organizationId":"org-fuzz","timestamp":"2026-03-04T09:16:41.318Z","details":{"error":"PEMS is away","retryCount":3}}""");

    private static Fuzz eventFuzz(int round) {
        return new Fuzz(
                round,
                "null",
                "true",
                "[]",
                "{}",
                "\"",
                "\\u0000",
                "\\ud800",
                "1e999",
                "-1",
                "99999999999999999999",
                "\"details\":",
                "\"__proto__\":{}",
                "org-wall",
                "SYNC_QUEUED",
                "CONNECTED",
                "\uFEFF",
                "<script>",
                "2026-13-40T99:99:99Z",
                ",");
    }

    @Test
    void eventsAsTheyAreRead() {
        SyncEventJson json = new SyncEventJson();
        int rounds = Fuzz.rounds("events, read", 20_000);
        for (int round = 0; round < rounds; round++) {
            Fuzz fuzz = eventFuzz(round);
            byte[] body = fuzz.changed(bytes(fuzz.oneOf(EVENTS.toArray(String[]::new))));
            try {
                SyncEvent event = json.decode(body, null, FALLBACK);
                SyncEvent again = json.decode(json.encode(event), null, FALLBACK);

                assertThat(again).as(Fuzz.round(round)).isEqualTo(event);
            } catch (InvalidSyncEventException e) {
                assertThat(e.getMessage()).as(Fuzz.round(round)).isNotBlank().doesNotContain("Exception");
            }
        }
    }

    @Test
    void eventsFromProducers() throws InvalidSyncEventException {
        SyncEventJson json = new SyncEventJson();
        int rounds = Fuzz.rounds("events, published", 1_000);
        try (Witness screen = new Witness(besieged.gateway(), "org-fuzz", null);
                StompProducer producer = new StompProducer(besieged.gateway().stompPort())) {
            for (int round = 0; round < rounds; round++) {
                Fuzz fuzz = eventFuzz(round);
                producer.sendBytes(
                        "/topic/sync.org-fuzz",
                        fuzz.changed(bytes(fuzz.oneOf(EVENTS.toArray(String[]::new)))),
                        "eventId:fuzz-" + round);
            }

            for (JsonNode heard : screen.hearsUntilAnEventOfItsOwn()) {
                SyncEvent event = json.decode(bytes(heard.toString()), null, FALLBACK);
                assertThat(event.organizationId().value()).isEqualTo("org-fuzz");
            }
        }
    }
}
