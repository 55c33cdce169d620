package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;

/** Follows edits and events through their traces, from the first request to the socket. */
class EditTraceIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    @TempDir
    static Path data;

    private static TestGateway gateway;

    static class Spans {

        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }
    }

    @BeforeAll
    static void start() {
        gateway = TestGateway.startWith(
                Spans.class,
                data,
                "--management.tracing.sampling.probability=1",
                "--management.opentelemetry.tracing.export.schedule-delay=20ms",
                "--sync.worker.retry.delay=20ms");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static WireClient tracing(String organizationId, String... headers) {
        WireClient client = WireClient.stomp(gateway, organizationId);
        client.subscribe(organizationId, headers);
        return client;
    }

    private static List<SpanData> spans(String trace) {
        return gateway.bean(InMemorySpanExporter.class).getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    private static Optional<SpanData> span(String trace, String id) {
        return spans(trace).stream().filter(span -> span.getSpanId().equals(id)).findAny();
    }

    /** The names from the span of this id up to the one whose parent is not ours. */
    private static List<String> way(String trace, String id) {
        List<String> names = new ArrayList<>();
        Optional<SpanData> each = span(trace, id);
        while (each.isPresent()) {
            names.add(each.get().getName());
            each = span(trace, each.get().getParentSpanId());
        }
        return names;
    }

    @Test
    void anEditIsOneTraceFromItsRequestToTheSocketAlsoOverARetry() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        List<Logger> loggers = Stream.of("com.pfavanguard.sync.worker", "sync-audit")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        lines.start();
        loggers.forEach(logger -> logger.addAppender(lines));
        gateway.bean(StandInPems.class).behave(StandInBehaviour.status(500).times(1));
        try (WireClient client = tracing("org-trace", "trace:true")) {

            new RestClient(gateway)
                    .post(
                            "/write-sync",
                            Map.of(
                                    "organizationId",
                                    "org-trace",
                                    "priority",
                                    0,
                                    "modifications",
                                    List.of(RestClient.edit("PFA-1", "new"))),
                            "traceparent",
                            "00-" + TRACE + "-" + CALLER + "-01");

            List<StompFrame> frames = new ArrayList<>();
            do {
                frames.add(client.nextFrame("MESSAGE"));
            } while (!frames.get(frames.size() - 1).body().contains("SYNC_SUCCESS"));
            assertThat(frames).hasSize(5).allSatisfy(frame -> {
                assertThat(frame.headers().get("traceparent")).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
                assertThat(frame.body()).doesNotContain(TRACE);
            });
            String received = frames.get(4).headers().get("traceparent").substring(36, 52);
            await().atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(spans(TRACE))
                            .extracting(SpanData::getName)
                            .contains("http post /api/pems/write-sync", "attempt", "http put")
                            .filteredOn("send"::equals)
                            .hasSize(5));
            List<String> way = way(TRACE, received);
            assertThat(way)
                    .containsExactly(
                            "receive SYNC_SUCCESS",
                            "publish SYNC_SUCCESS",
                            "attempt",
                            "pems.write publish",
                            "attempt",
                            "pems.write publish",
                            "http post /api/pems/write-sync");
            assertThat(spans(TRACE))
                    .filteredOn(span -> span.getKind() == SpanKind.SERVER)
                    .singleElement()
                    .satisfies(request -> assertThat(request.getParentSpanId()).isEqualTo(CALLER));
            assertThat(spans(TRACE))
                    .filteredOn(span -> span.getKind() == SpanKind.CLIENT)
                    .extracting(SpanData::getName)
                    .containsExactly("http get", "http get", "http put");
            assertThat(lines.list)
                    .filteredOn(line -> line.getFormattedMessage().contains("will be retried"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getMDCPropertyMap())
                            .containsEntry("traceId", TRACE)
                            .containsEntry("organizationId", "org-trace")
                            .containsKey("spanId"));
            assertThat(lines.list)
                    .filteredOn(line -> line.getFormattedMessage().startsWith("write-sync"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getMDCPropertyMap())
                            .containsEntry("traceId", TRACE)
                            .containsEntry("organizationId", "org-trace"));
            // Written after the commit.
            await().atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(List.copyOf(lines.list))
                            .filteredOn(line -> line.getFormattedMessage().contains("pems-write (retry)"))
                            .singleElement()
                            .satisfies(
                                    line -> assertThat(line.getMDCPropertyMap()).containsEntry("traceId", TRACE)));
        } finally {
            loggers.forEach(logger -> logger.detachAppender(lines));
        }
    }

    @Test
    void anUnrecordedTraceReachesOnlyTheClientsThatAskForItAndMakesNoSpan() {
        String trace = "1" + TRACE.substring(1);
        String traceparent = "00-" + trace + "-" + CALLER + "-00";
        try (WireClient asks = tracing("org-pass", "trace:true");
                WireClient doesNot = tracing("org-pass");
                StompProducer producer = new StompProducer(gateway.stompPort())) {

            producer.sendText("/topic/sync.org-pass", success("org-pass"), "traceparent:" + traceparent);

            assertThat(asks.nextFrame("MESSAGE").headers()).containsEntry("traceparent", traceparent);
            assertThat(doesNot.nextFrame("MESSAGE").headers()).doesNotContainKey("traceparent");
            assertThat(spans(trace)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-x", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\\nevil:1"})
    void aMalformedTraceIsIgnored(String traceparent) {
        try (WireClient client = tracing("org-bad-trace", "trace:true");
                StompProducer producer = new StompProducer(gateway.stompPort())) {

            producer.sendText("/topic/sync.org-bad-trace", success("org-bad-trace"), "traceparent:" + traceparent);

            assertThat(client.nextFrame("MESSAGE").headers()).doesNotContainKeys("traceparent", "evil");
        }
    }

    @Test
    void aHandshakesTraceHasTheConnectionAndTheEventsSentLinkToIt() {
        String trace = "2" + TRACE.substring(1);
        try (WireClient client = WireClient.openWithHeader(
                        gateway.webSocket("org-linked"),
                        "traceparent",
                        "00-" + trace + "-" + CALLER + "-00",
                        "v12.stomp")
                .connect()) {
            client.subscribe("org-linked", "trace:true");

            gateway.publish("org-linked", "PFA-1");

            client.nextFrame("MESSAGE");
        }
        await().atMost(WireClient.PATIENCE).until(() -> !spans(trace).isEmpty());
        SpanData connection = spans(trace).get(0);
        assertThat(connection.getName()).isEqualTo("connection");
        assertThat(connection.getParentSpanId()).isEqualTo(CALLER);
        await().atMost(WireClient.PATIENCE)
                .untilAsserted(() -> assertThat(
                                gateway.bean(InMemorySpanExporter.class).getFinishedSpanItems())
                        .filteredOn(span -> span.getName().equals("send"))
                        .flatExtracting(SpanData::getLinks)
                        .extracting(link -> link.getSpanContext().getSpanId())
                        .contains(connection.getSpanId()));
    }

    @Test
    void plainJsonHasNoPlaceForATraceAndSaysSo() {
        assertThatThrownBy(() -> WireClient.open(gateway.webSocket("org-plain?trace=true")))
                .isInstanceOf(CompletionException.class);
        assertThat(RestClient.get(gateway.http("/api/ws/sync/org-plain?trace=true"))
                        .body()
                        .get("detail")
                        .asString())
                .startsWith("trace needs a message header");
    }

    private static String success(String organizationId) {
        return """
                {"type":"SYNC_SUCCESS","pfaId":"PFA-1","organizationId":"%s","timestamp":"2026-03-04T09:15:04.227Z","details":{"newVersion":8}}""".formatted(organizationId);
    }
}
