package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.event.SyncSuccess;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PublishCommandIT {

    private static final Instant NOW = Instant.parse("2026-03-04T09:15:02.040Z");
    private static final EventId ID = new EventId("e-1");
    private static final OrganizationId ORG = new OrganizationId("org-rio");
    private static final PfaId PFA = new PfaId("PFA-70412");

    private OneUserBroker broker;
    private ActiveMQConnectionFactory connections;
    private JMSContext listening;
    private JMSConsumer listener;

    @BeforeEach
    void listen() throws Exception {
        broker = OneUserBroker.open("anna", "secret");
        connections = new ActiveMQConnectionFactory(broker.url(), "anna", "secret");
        listening = connections.createContext();
        listener = listening.createConsumer(listening.createTopic("sync.org-rio"));
    }

    @AfterEach
    void leave() throws Exception {
        listening.close();
        connections.close();
        broker.close();
    }

    static Stream<SyncEvent> events() {
        return Stream.of(
                new SyncQueued(ID, ORG, PFA, NOW),
                new SyncQueued(ID, ORG, PFA, NOW, new SyncQueued.Retry(2, NOW.plusSeconds(10))),
                new SyncProcessing(ID, ORG, PFA, NOW),
                new SyncSuccess(ID, ORG, PFA, NOW, 8),
                new SyncSuccess(ID, ORG, PFA, NOW, 8, "use_pems"),
                new SyncConflict(ID, ORG, PFA, NOW, "c-1", List.of("forecastEnd", "monthlyRate")),
                new SyncFailed(ID, ORG, PFA, NOW, "PEMS service unavailable", 3),
                new SyncRemoved(ID, ORG, PFA, NOW, SyncRemoved.Reason.EXPIRED));
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatIsAskedForIsHeard(SyncEvent event) throws JMSException, InvalidSyncEventException {
        CommandRun run = publish(optionsFor(event));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Message heard = Objects.requireNonNull(listener.receive(10_000), "nothing heard");
        assertThat(heard.getStringProperty("eventId")).isEqualTo(ID.value());
        assertThat(decoded(heard.getBody(String.class))).isEqualTo(event);
        assertThat(run.outLines()).containsExactly(heard.getBody(String.class), "The broker has accepted the event.");
    }

    @Test
    void theSameEventSentTwiceIsHeardOnce() throws JMSException {
        publish("sync_queued", "--event-id", "twice");
        publish("sync_queued", "--event-id", "twice");
        publish("sync_queued", "--event-id", "after");

        assertThat(List.of(nextId(), nextId())).containsExactly("twice", "after");
    }

    @Test
    void anEventGetsAnIdentityOfItsOwn() throws JMSException {
        publish("sync_queued");
        publish("sync_queued");

        assertThat(nextId()).isNotEqualTo(nextId());
    }

    @Test
    void aWrongPasswordIsToldApartFromABrokerThatIsNotThere() {
        CommandRun run = CommandRun.of(
                "publish",
                "org-rio",
                "SYNC_QUEUED",
                "--pfa=PFA-1",
                "--url=" + broker.url(),
                "--user=anna",
                "--password=x");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("refused the login", "--password").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aServerThatIsNoBrokerIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "tcp://localhost:" + silent.getLocalPort();

            CommandRun run = CommandRun.of("publish", "org-rio", "SYNC_QUEUED", "--pfa", "PFA-1", "--url", url);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("cannot reach a broker at " + url);
        }
    }

    private CommandRun publish(String type, String... options) {
        return publish(Stream.concat(Stream.of(type), Stream.of(options)).toList());
    }

    private CommandRun publish(List<String> typeAndOptions) {
        CommandLine commands = SyncCommands.commandLine(Clock.fixed(NOW, ZoneOffset.UTC));
        Stream<String> place =
                Stream.of("--pfa=PFA-70412", "--url=" + broker.url(), "--user=anna", "--password=secret");
        return CommandRun.of(
                commands,
                Stream.of(Stream.of("publish", "org-rio"), typeAndOptions.stream(), place)
                        .flatMap(arguments -> arguments)
                        .toArray(String[]::new));
    }

    private static List<String> optionsFor(SyncEvent event) {
        String details = "";
        if (event instanceof SyncQueued queued && queued.retry().isPresent()) {
            details =
                    "--retry-count 2 --next-attempt-at " + queued.retry().get().nextAttemptAt();
        } else if (event instanceof SyncSuccess success) {
            details = "--new-version 8"
                    + success.resolution().map(" --resolution "::concat).orElse("");
        } else if (event instanceof SyncConflict) {
            details = "--conflict-id c-1 --field forecastEnd --field monthlyRate";
        } else if (event instanceof SyncFailed) {
            details = "--retry-count 3 --error=PEMS_service_unavailable";
        } else if (event instanceof SyncRemoved removed) {
            details = "--reason " + removed.reason().value();
        }
        return Stream.of((event.type() + " --event-id e-1 " + details).split(" "))
                .map(option -> option.startsWith("--error=") ? option.replace('_', ' ') : option)
                .toList();
    }

    private String nextId() throws JMSException {
        return Objects.requireNonNull(listener.receive(10_000), "nothing heard").getStringProperty("eventId");
    }

    private static SyncEvent decoded(String json) throws InvalidSyncEventException {
        return new SyncEventJson().decode(json.getBytes(StandardCharsets.UTF_8), null, EventId.random());
    }
}
