package com.pfavanguard.sync.hostile;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.StompFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ClientFrames against STOMP 1.2, and frames that are good STOMP and ask for what is not to be had. Each is answered with an
 * ERROR that has a code, and the session is closed.
 */
class StompViolationsIT {

    @RegisterExtension
    static final Besieged besieged = Besieged.with("--sync.gateway.time-to-connect=2s");

    private static final String OWN = "destination:/topic/sync.org-wall\n";
    private static final String BOMB = "x".repeat(12_000);

    private static final String THOUSAND =
            IntStream.range(0, 1_000).mapToObj(i -> "h" + i + ":x\n").collect(joining());

    /** @param says what the ERROR's message has in it */
    record Case(String name, String frame, CloseCode code, String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case refused(String name, String frame, String says) {
        return new Case(name, frame, CloseCode.PROTOCOL_ERROR, says);
    }

    private static Case malformed(String name, String frame) {
        return refused(name, frame, "Malformed STOMP frame");
    }

    private static Case destination(String destination) {
        return refused(
                "SUBSCRIBE " + destination,
                "SUBSCRIBE\nid:s\ndestination:" + destination + "\n\n\0",
                "subscribe only to");
    }

    static Stream<Case> beforeConnect() {
        return Stream.of(
                refused("SUBSCRIBE first", "SUBSCRIBE\nid:s\n" + OWN + "\n\0", "Send CONNECT first"),
                refused("UNSUBSCRIBE first", "UNSUBSCRIBE\nid:s\n\n\0", "Send CONNECT first"),
                refused("SEND first", "SEND\ndestination:/topic/sync.org-wall\n\nx\0", "Send CONNECT first"),
                refused("an unknown version", "CONNECT\naccept-version:9.9\nhost:x\n\n\0", "1.2, 1.1 and 1.0"),
                refused(
                        "heart-beats that are none",
                        "CONNECT\naccept-version:1.2\nheart-beat:x,y\nhost:x\n\n\0",
                        "heart-beat must be"),
                refused(
                        "one heart-beat",
                        "CONNECT\naccept-version:1.2\nheart-beat:1\nhost:x\n\n\0",
                        "heart-beat must be"),
                refused(
                        "a negative heart-beat",
                        "CONNECT\naccept-version:1.2\nheart-beat:-1,-1\nhost:x\n\n\0",
                        "heart-beat must be"),
                malformed("an unknown command", "HELLO\n\n\0"),
                malformed("a command in small letters", "connect\naccept-version:1.2\nhost:x\n\n\0"),
                refused("a command of the server's", "CONNECTED\nversion:1.2\n\n\0", "Send CONNECT first"),
                malformed("HTTP", "GET / HTTP/1.1\r\n\r\n\0"));
    }

    static Stream<Case> malformed() {
        return Stream.of(
                malformed("an unknown command", "HELLO\n\n\0"),
                malformed("a header without a colon", "SUBSCRIBE\nid\n" + OWN + "\n\0"),
                malformed("a header without a name", "SUBSCRIBE\n:s\nid:s\n" + OWN + "\n\0"),
                malformed("an unknown escape", "SUBSCRIBE\nid:a\\tb\n" + OWN + "\n\0"),
                malformed("an escape cut short", "SUBSCRIBE\nid:a\\\n" + OWN + "\n\0"),
                malformed("a length that ends within the body", "SEND\ndestination:/x\ncontent-length:1\n\nabc\0"));
    }

    static Stream<Case> notForClients() {
        return Stream.of(
                        "SEND\n" + OWN + "\nforged",
                        "SEND\ndestination:/app/auth.refresh.more\n\nx",
                        "SEND\ndestination:/queue/pems.write\n\nx",
                        "SEND\ndestination:activemq.management\n\nx",
                        "SEND\n\nx",
                        "MESSAGE\n" + OWN + "subscription:s\nmessage-id:1\n\n{}",
                        "ERROR\nmessage:x\n\n",
                        "RECEIPT\nreceipt-id:x\n\n",
                        "CONNECTED\nversion:1.2\n\n",
                        "ACK\nid:1\n\n",
                        "NACK\nid:1\n\n",
                        "BEGIN\ntransaction:t\n\n",
                        "COMMIT\ntransaction:t\n\n",
                        "ABORT\ntransaction:t\n\n")
                .map(frame -> refused(
                        frame.replace("\n", " ").strip(), frame + "\0", "is not available: clients only listen"));
    }

    static Stream<Case> destinations() {
        return Stream.concat(
                Stream.of(
                                "/topic/sync.#",
                                "/topic/sync.*",
                                "/topic/sync.org-*",
                                "/topic/>",
                                "/topic/sync.org-wall\\c\\csync.history",
                                "sync.#\\c\\csync.history",
                                "/topic/sync.org-wall?consumer-window-size=0",
                                "/topic/sync.org-wall/",
                                "/topic//sync.org-wall",
                                "/topic/../topic/sync.org-wall",
                                "/topic/sync.org%2dwall",
                                "/topic/sync.org-wall\\n",
                                "/topic/sync.org‐wall", // another hyphen
                                "/topic/ѕync.org-wall", // a Cyrillic s
                                "/queue/sync.org-wall",
                                "/temp-queue/x",
                                "/topic/pems.conflicts",
                                "/topic/$sys.mqtt",
                                "$.artemis.internal",
                                "jms.topic.sync.org-wall")
                        .map(StompViolationsIT::destination),
                Stream.of(
                        refused("no destination", "SUBSCRIBE\nid:s\n\n\0", "subscribe only to"),
                        refused("an empty destination", "SUBSCRIBE\nid:s\ndestination:\n\n\0", "subscribe only to"),
                        refused(
                                "the right destination second",
                                "SUBSCRIBE\nid:s\ndestination:/topic/sync.#\n" + OWN + "\n\0",
                                "subscribe only to"),
                        new Case(
                                "the organization in capitals, which is another one",
                                "SUBSCRIBE\nid:s\ndestination:/topic/sync.ORG-WALL\n\n\0",
                                CloseCode.ORG_ACCESS_DENIED,
                                "subscribe only to"),
                        new Case(
                                "another organization's",
                                "SUBSCRIBE\nid:s\ndestination:/topic/sync.org-other\n\n\0",
                                CloseCode.ORG_ACCESS_DENIED,
                                "subscribe only to")));
    }

    static Stream<Case> subscriptions() {
        return Stream.of(
                refused("no id", "SUBSCRIBE\n" + OWN + "\n\0", "needs an id"),
                refused("ack:client", "SUBSCRIBE\nid:s\nack:client\n" + OWN + "\n\0", "use ack:auto"),
                refused(
                        "ack:client-individual",
                        "SUBSCRIBE\nid:s\nack:client-individual\n" + OWN + "\n\0",
                        "use ack:auto"),
                refused(
                        "a header bomb",
                        "SUBSCRIBE\nid:s\nx:" + BOMB + "\n" + OWN + "\n\0",
                        "A header may have at most 1024 bytes"),
                refused(
                        "a bomb for a name",
                        "SUBSCRIBE\nid:s\n" + BOMB + ":x\n" + OWN + "\n\0",
                        "A header may have at most 1024 bytes"),
                refused(
                        "a bomb for an id",
                        "SUBSCRIBE\nid:" + BOMB + "\n" + OWN + "\n\0",
                        "A header may have at most 1024 bytes"),
                refused("a thousand headers", "SUBSCRIBE\nid:s\n" + OWN + "a:b\n".repeat(1_000) + "\n\0", "32 headers"),
                refused("a thousand different ones", "UNSUBSCRIBE\nid:s\n" + THOUSAND + "\n\0", "32 headers"),
                refused("CONNECT twice", "CONNECT\naccept-version:1.2\nhost:x\n\n\0", "CONNECT may be sent only once"),
                refused(
                        "STOMP after CONNECT",
                        "STOMP\naccept-version:1.2\nhost:x\n\n\0",
                        "CONNECT may be sent only once"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beforeConnect")
    void isRefusedBeforeConnect(Case refused) {
        try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text(refused.frame()));

            assertRefused(refused, socket.end());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"malformed", "notForClients", "destinations", "subscriptions"})
    void isRefused(Case refused) {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text(refused.frame()));

            assertRefused(refused, socket.end());
        }
    }

    private static void assertRefused(Case refused, RawSocket.End end) {
        assertThat(end.texts()).as("%s: %s", refused, end).hasSize(1);
        StompFrame error = StompFrame.parse(end.texts().get(0));
        assertThat(error.command()).isEqualTo("ERROR");
        assertThat(error.headers().get("message")).as("%s: %s", refused, end).contains(refused.says());
        assertThat(error.headers())
                .as("%s: %s", refused, end)
                .containsEntry("code", refused.code().name())
                .containsEntry("retryable", "false");
        assertThat(error.body()).doesNotContain("Exception", "AMQ", "Channel", "springframework");
        assertThat(end.code()).isEqualTo(refused.code().code());
    }

    /** Nothing the decoder could call wrong: it waits for the rest, and the session for its CONNECT. */
    @TestFactory
    Stream<DynamicTest> aConnectThatDoesNotEndIsGivenUp() {
        Map<String, RawSocket> waiting = new LinkedHashMap<>();
        for (String frame : List.of(
                "CONNECT\naccept-version:1.2\nhost:x\n\n",
                "CONNECT\naccept-version:1.2\nhost:x\n\0",
                "CONNECT\naccept-version:1.2\ncontent-length:100\nhost:x\n\n\0",
                "{\"type\":\"CONNECT\"}\0",
                "\u0001\u0002\u0003\0",
                "")) {
            RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall?protocol=stomp");
            socket.send(ClientFrames.text(frame));
            waiting.put(frame, socket);
        }
        return waiting.entrySet().stream()
                .map(session -> dynamicTest("\"" + session.getKey() + "\"", () -> {
                    try (RawSocket socket = session.getValue()) {
                        assertThat(socket.end().code()).isEqualTo(CloseCode.NO_CONNECT.code());
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "", "0x10", "1000000", "99999999999999999999"})
    void aLengthThatCannotBeIsRefused(String length) {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text("SUBSCRIBE\nid:s\ncontent-length:" + length + "\n" + OWN + "\n\0"));

            assertRefused(refused(length, "", "content-length must be a number from 0 to 16384"), socket.end());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UNSUBSCRIBE\nid:1\n\n\0"})
    void aFrameThatDoesNotEndIsGivenUp(String before) {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text(before + "SEND\ndestination:/x\ncontent-length:50\n\nabc\0"));

            assertRefused(refused("a frame without end", "", "A frame did not end in time"), socket.end());
        }
    }

    /** Headers some broker would act upon. This one passes none of them on, so nothing comes of them. */
    @ParameterizedTest
    @MethodSource
    void aHeaderOfABrokersChangesNothing(String header) {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text("SUBSCRIBE\nid:s\n" + OWN + header + "\n\n\0"));
            assertThat(socket.frame().text()).contains("CONNECTED");

            String eventId = besieged.anEventHappens();

            assertThat(socket.frame().text()).contains("subscription:s\n", eventId);
        }
    }

    static List<String> aHeaderOfABrokersChangesNothing() {
        return List.of(
                "selector:1=0",
                "selector:type = 'x' OR 1=1) --",
                "durable-subscription-name:mine",
                "durable-subscriber-name:mine",
                "activemq.subscriptionName:mine",
                "subscription-type:ANYCAST",
                "destination-type:ANYCAST",
                "no-local:true",
                "consumer-window-size:0",
                "prefetch-count:0",
                "exclusive:true",
                "browser:true",
                "client-id:mine",
                "simpSessionId:1",
                "simpDestination:/topic/sync.#",
                "content-length:0",
                "transaction:t");
    }

    @Test
    void aFrameWithoutItsEndWaitsForItAndIsNoMoreThanAMessageMayBe() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text("UNSUBSCRIBE\nid:1\nreceipt:late\n"));
            socket.send(ClientFrames.text("\n"));
            socket.send(ClientFrames.text("\0"));
            assertThat(socket.frame().text()).startsWith("RECEIPT").contains("late");

            double reached = besieged.gateway().counter("sync.gateway.limits", "limit", "message-size");
            socket.send(ClientFrames.text("SEND\ndestination:/x\n\n"));
            socket.send(ClientFrames.text(BOMB));
            socket.send(ClientFrames.text(BOMB));

            assertRefused(refused("a long frame", "", "A frame may have at most 16384 bytes"), socket.end());
            assertThat(besieged.gateway().counter("sync.gateway.limits", "limit", "message-size"))
                    .isGreaterThan(reached);
        }
    }

    @Test
    void manyFramesInOneMessageAreAnsweredInOrder() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            StringBuilder frames = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                frames.append("UNSUBSCRIBE\nid:")
                        .append(i)
                        .append("\nreceipt:")
                        .append(i)
                        .append("\n\n\0\n");
            }
            socket.send(ClientFrames.text(frames.toString()));

            for (int i = 0; i < 200; i++) {
                assertThat(socket.frame().text()).contains("receipt-id:" + i + "\n");
            }
        }
    }

    /** STOMP 1.2, "DISCONNECT": a client must not send any more frames after it. */
    @Test
    void nothingComesOfFramesAfterDisconnect() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(
                    ClientFrames.text("DISCONNECT\nreceipt:bye\n\n\0SUBSCRIBE\nid:s\nreceipt:late\n" + OWN + "\n\0"));

            RawSocket.End end = socket.end();

            assertThat(end.texts())
                    .singleElement()
                    .asString()
                    .startsWith("RECEIPT")
                    .contains("bye");
            assertThat(end.code()).isEqualTo(CloseCode.NORMAL.code());
        }
    }

    @Test
    void subscribingAndUnsubscribingWithoutEndIsStopped() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.flood(
                    ClientFrames.joined(
                            ClientFrames.text("SUBSCRIBE\nid:s\n" + OWN + "\n\0"),
                            ClientFrames.text("UNSUBSCRIBE\nid:s\n\n\0")),
                    10_000);

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), RawSocket.CUT);
        }
    }

    @Test
    void framesInOneMessageCountEach() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            String pair = "SUBSCRIBE\nid:s\n" + OWN + "\n\0UNSUBSCRIBE\nid:s\n\n\0";
            socket.send(ClientFrames.text(pair.repeat(200)));
            socket.flood(ClientFrames.text(pair.repeat(200)), 2); // far from too many bytes

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), RawSocket.CUT);
        }
    }

    @Test
    void moreSubscriptionsThanMayBeEndTheSession() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            for (int i = 0; i < 17; i++) {
                socket.send(ClientFrames.text("SUBSCRIBE\nid:" + i + "\n" + OWN + "\n\0"));
            }

            RawSocket.End end = socket.end();

            // Greetings are another thread's, so one may still come behind it.
            assertThat(end.texts())
                    .filteredOn(text -> text.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .contains("16 subscriptions");
            assertThat(end.code()).isEqualTo(1002);
        }
    }

    /** The greeting is another thread's write, and the close that follows an ERROR must not throw that away. */
    @Test
    void anErrorReachesWhoeverIsJustBeingGreeted() {
        for (int i = 0; i < 50; i++) {
            try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
                socket.send(ClientFrames.text("SUBSCRIBE\nid:own\n" + OWN + "\n\0"));
                assertThat(socket.frame().text()).startsWith("MESSAGE");
                socket.send(ClientFrames.text("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-other\n\n\0"));

                assertThat(socket.end().texts()).singleElement().asString().startsWith("ERROR");
            }
        }
    }
}
