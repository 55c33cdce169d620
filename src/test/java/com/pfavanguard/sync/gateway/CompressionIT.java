package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.Npm;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.ServerFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large messages are compressed for clients that offer permessage-deflate, and clients may compress theirs. */
class CompressionIT {

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final int COMPRESSED = 0x40;

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(data);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** An event of about 2.5 KB. */
    private static String publishLarge(String organizationId) {
        EventId eventId = EventId.random();
        List<String> fields =
                IntStream.range(0, 100).mapToObj(i -> "customFields.field" + i).toList();
        gateway.bean(SyncEventPublisher.class)
                .publish(new SyncConflict(
                        eventId,
                        new OrganizationId(organizationId),
                        new PfaId("PFA-LARGE"),
                        Instant.parse("2026-03-04T09:15:00Z"),
                        "c-1",
                        fields));
        return eventId.value();
    }

    private static byte[] deflated(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(bytes);
        byte[] out = new byte[bytes.length + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, length - 4);
    }

    private static String inflated(ServerFrame frame) throws Exception {
        assertThat(frame.rsv1()).isTrue();
        Inflater inflater = new Inflater(true);
        inflater.setInput(frame.payload());
        byte[] out = new byte[64 * 1024];
        int length = inflater.inflate(out);
        inflater.setInput(new byte[] {0, 0, -1, -1});
        length += inflater.inflate(out, length, out.length - length);
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static RawSocket open(String organizationId, String... headers) {
        RawSocket socket = RawSocket.open(gateway);
        String answer = socket.handshake(organizationId, headers).text();
        assertThat(answer).startsWith("HTTP/1.1 101");
        if (headers.length == 0) {
            assertThat(answer).doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        } else {
            assertThat(answer)
                    .contains("Sec-WebSocket-Extensions: permessage-deflate;")
                    .contains("server_no_context_takeover", "client_no_context_takeover");
        }
        return socket;
    }

    @Test
    void largeEventsAreCompressedForPlainClientsThatOfferIt() throws Exception {
        try (RawSocket offering = open("org-large", OFFER);
                RawSocket other = open("org-large")) {
            assertThat(offering.frame().text()).startsWith("{\"type\":\"CONNECTED\"");
            assertThat(other.frame().text()).startsWith("{\"type\":\"CONNECTED\"");
            String large = publishLarge("org-large");
            String small = gateway.publish("org-large", "PFA-1");

            ServerFrame compressed = offering.frame();
            ServerFrame plain = other.frame();
            assertThat(plain.rsv1()).isFalse();
            assertThat(plain.text()).contains(large).hasSizeGreaterThan(2_000);
            assertThat(inflated(compressed)).isEqualTo(plain.text());
            assertThat(compressed.payload().length).isLessThan(plain.payload().length / 3);

            ServerFrame ordinary = offering.frame();
            assertThat(ordinary.rsv1()).isFalse();
            assertThat(ordinary.text()).contains(small).isEqualTo(other.frame().text());
        }
    }

    @Test
    void aStompClientMayCompressItsFramesAndFragmentThem() throws Exception {
        try (RawSocket socket = open("org-stomp", OFFER, "Sec-WebSocket-Protocol: v12.stomp")) {
            byte[] connect = deflated("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:localhost\n\n\0");
            int middle = connect.length / 2;
            socket.sendFrame(ClientFrames.TEXT | COMPRESSED, Arrays.copyOf(connect, middle));
            socket.sendFrame(ClientFrames.FIN | ClientFrames.PING, new byte[] {1});
            socket.sendFrame(
                    ClientFrames.FIN | ClientFrames.CONTINUATION, Arrays.copyOfRange(connect, middle, connect.length));
            assertThat(socket.frame().opcode()).isEqualTo(ClientFrames.PONG);
            assertThat(socket.frame().text()).startsWith("CONNECTED\n");
            socket.sendFrame(
                    ClientFrames.FIN | ClientFrames.TEXT | COMPRESSED,
                    deflated("SUBSCRIBE\nid:sub-0\ndestination:/topic/sync.org-stomp\n\n\0"));
            assertThat(socket.frame().text()).startsWith("MESSAGE\n").contains("CONNECTED");

            String large = publishLarge("org-stomp");

            String message = inflated(socket.frame());
            assertThat(message)
                    .startsWith("MESSAGE\nsubscription:sub-0\n")
                    .contains("\nmessage-id:" + large + "\n", "\"customFields.field99\"")
                    .endsWith("}\0");
        }
    }

    @Test
    void aDecompressionBombIsTooLarge() throws Exception {
        byte[] bomb = deflated("0".repeat(3 * 1024 * 1024));
        assertThat(bomb.length).isLessThan(4_096);
        try (WireClient witness = WireClient.json(gateway, "org-bomb");
                RawSocket socket = open("org-bomb", OFFER)) {
            socket.sendFrame(ClientFrames.FIN | ClientFrames.TEXT | COMPRESSED, bomb);

            assertThat(socket.closeCode()).isEqualTo(1009);
            gateway.publish("org-bomb", "PFA-1");
            assertThat(witness.next()).contains("PFA-1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ClientFrames.CONTINUATION, ClientFrames.PING, ClientFrames.CLOSE})
    void rsv1IsForTheFirstFrameOfAMessage(int opcode) {
        try (RawSocket socket = open("org-rsv", OFFER)) {
            if (opcode == ClientFrames.CONTINUATION) {
                socket.sendFrame(ClientFrames.TEXT | COMPRESSED, new byte[] {1});
            }
            socket.sendFrame(ClientFrames.FIN | opcode | COMPRESSED, new byte[0]);

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void whatIsNotDeflateIsRefused() {
        try (RawSocket socket = open("org-bad", OFFER)) {
            socket.sendFrame(ClientFrames.FIN | ClientFrames.TEXT | COMPRESSED, new byte[] {7, -1, -1, -1});

            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/docs/base.css",
                "/sync-client.js",
                "/asyncapi.yaml",
                "/schema/events.json",
                "/v3/api-docs",
                "/actuator/prometheus"
            })
    void pagesAndAnswersAreServedWithGzip(String path) throws Exception {
        HttpResponse<byte[]> plain = get(path, "Accept-Encoding", "identity");
        HttpResponse<byte[]> zipped = get(path, "Accept-Encoding", "gzip");

        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.headers().firstValue("Content-Type"))
                .isEqualTo(plain.headers().firstValue("Content-Type"));
        assertThat(zipped.headers().firstValue("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).contains("Accept-Encoding"));
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
        assertThat(zipped.body().length).isLessThan(body.length);
        if (!path.startsWith("/actuator")) {
            assertThat(body).isEqualTo(plain.body());
        }
        plain.headers()
                .firstValue("Last-Modified")
                .ifPresent(date -> assertThat(get(path, "If-Modified-Since", date, "Accept-Encoding", "gzip")
                                .statusCode())
                        .isEqualTo(304));
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.http(path)).headers(headers).build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .join();
    }

    /** The ws library of Node.js, which compresses what it sends from 1 KB on. */
    @Test
    @ExtendWith(Npm.Installed.class)
    void theWsLibraryNegotiatesItAndReadsLargeEvents() {
        Npm client = Npm.install("client", "compression.mjs");
        String position = gateway.publish("org-ws", "PFA-1");
        String large = publishLarge("org-ws");

        String printed = client.run(
                "node",
                "compression.mjs",
                gateway.webSocket("org-ws?lastEventId=" + position).toString());

        assertThat(printed)
                .contains("extensions permessage-deflate", "recovered true", "heard " + large + " 100 fields");
    }
}
