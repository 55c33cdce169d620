package com.pfavanguard.sync.broker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.server.ActiveMQServer.SERVER_STATE;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedBrokerIT {

    @TempDir
    Path data;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger givenUp = new AtomicInteger();

    // As Artemis does itself when its journal cannot be written.
    private static void failJournal(EmbeddedBroker broker) {
        ActiveMQServerImpl server = (ActiveMQServerImpl) requireNonNull(broker.server());
        server.getIoCriticalErrorListener().onIOException(new IOException("No space left on device"), "journal", null);
        await().atMost(WireClient.PATIENCE).until(() -> server.getState() == SERVER_STATE.STOPPED);
    }

    private static int liveness(TestGateway gateway) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.http("/actuator/health/liveness"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aBrokerThatHasStoppedItselfIsStartedAgainAndServesTheSameClients() throws Exception {
        try (TestGateway gateway = TestGateway.start(data);
                WireClient client = WireClient.json(gateway, "org-failed")) {
            EmbeddedBroker broker = gateway.broker();
            var failed = requireNonNull(broker.server());

            failJournal(broker);

            await().atMost(WireClient.PATIENCE)
                    .until(() -> broker.server() != null && broker.server() != failed && broker.failure() == null);
            await().atMost(WireClient.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> gateway.publish("org-failed", "PFA-1") != null);
            assertThat(client.next().toString()).contains("PFA-1");
            assertThat(liveness(gateway)).isEqualTo(200);
        }
    }

    private BrokerGuard guard(TestBroker broker) {
        return new BrokerGuard(broker.embeddedBroker(), () -> true, now::get, givenUp::incrementAndGet);
    }

    @Test
    void aBrokerThatCannotBeStartedAgainEndsTheProcessAfterAFewTries() throws Exception {
        try (TestBroker broker = TestBroker.startedIn(data)) {
            BrokerGuard guard = guard(broker);
            failJournal(broker.embeddedBroker());
            assertThat(broker.embeddedBroker().failure()).contains("No space left on device");
            try (ServerSocket taken = new ServerSocket(broker.jmsPort(), 1, InetAddress.getLoopbackAddress())) {

                for (int tries = 0; tries < 4; tries++) {
                    pass(Duration.ofMinutes(1));
                    guard.look();
                    guard.look();
                    assertThat(taken.isClosed()).isFalse();
                    assertThat(broker.embeddedBroker().failure()).isNotNull();
                    assertThat(givenUp).hasValue(0);
                }
                pass(Duration.ofMinutes(1));
                guard.look();
                guard.look();
                guard.look();
            }
            assertThat(givenUp).hasValue(1);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aBrokerThatWasStoppedOnPurposeIsLeftAlone() {
        try (TestBroker broker = TestBroker.startedIn(data)) {
            BrokerGuard guard = guard(broker);
            broker.stop();

            for (int i = 0; i < 10; i++) {
                pass(Duration.ofMinutes(1));
                guard.look();
            }

            assertThat(broker.embeddedBroker().isRunning()).isFalse();
            assertThat(broker.embeddedBroker().failure()).isNull();
            assertThat(givenUp).hasValue(0);
        }
    }

    @Test
    void aBrokerWhoseJournalThreadHasEndedIsFoundByItsProbeAndStartedAgain() {
        try (TestBroker broker = TestBroker.startedIn(data)) {
            BrokerProbe probe = new BrokerProbe(new ActiveMQConnectionFactory(
                    "tcp://127.0.0.1:" + broker.jmsPort(), TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY)));
            assertThat(probe.isAnswered()).isTrue();
            AtomicInteger asked = new AtomicInteger();
            BrokerGuard guard = new BrokerGuard(
                    broker.embeddedBroker(),
                    () -> {
                        // Once is enough to see that it is silent; each costs seconds.
                        return asked.incrementAndGet() == 1 && probe.isAnswered();
                    },
                    now::get,
                    givenUp::incrementAndGet);

            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("activemq-buffer-timeout"))
                    .forEach(Thread::interrupt);
            for (int i = 0; i < 4; i++) {
                pass(Duration.ofMinutes(1));
                guard.look();
            }
            pass(Duration.ofSeconds(1));
            guard.look();

            assertThat(probe.isAnswered()).isTrue();
            assertThat(givenUp).hasValue(0);
        }
    }
}
