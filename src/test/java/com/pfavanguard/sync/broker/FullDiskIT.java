package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.producer.JmsSyncEventPublisher;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A gateway whose disk has less free space than must be free: more than any disk has. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullDiskIT {

    private static final int MANY = 200;

    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path data) {
        gateway = TestGateway.start(data, "--sync.broker.embedded.min-disk-free=4000000000MB");
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(gateway.http(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static SyncQueued event() {
        return new SyncQueued(EventId.random(), new OrganizationId("org-disk"), new PfaId("PFA-1"), Instant.now());
    }

    @Test
    void readinessSaysSoWithFiguresAndLivenessDoesNotSuffer() throws Exception {
        HttpResponse<String> readiness = get("/actuator/health/readiness");

        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body())
                .contains("\"publishing\":\"refused until more is free\"", "\"free\":", "\"mustBeFree\":");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void theGatewaysOwnLinkIsUpAllTheSame() {
        try (WireClient client = WireClient.json(gateway, "org-disk")) {
            // Greeted, which it would not be without the link.
            assertThat(gateway.bean(BrokerLinkStatus.class).isUp()).isTrue();
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void jmsProducersAreToldOfTheDisk() {
        assertThatThrownBy(() -> gateway.bean(SyncEventPublisher.class).publish(event()))
                .hasMessageContaining("The message broker's disk is nearly full");
        try (ActiveMQConnectionFactory jms = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + gateway.jmsPort(), TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER))) {
            assertThatThrownBy(() -> new JmsSyncEventPublisher(jms).publish(event()))
                    .hasMessageContaining("The message broker's disk is nearly full");
        }
    }

    @Test
    void stompProducersAreRefusedAtOnce() throws Exception {
        try (StompSocket producer = StompSocket.connectedTo(gateway.stompPort())) {
            producer.send("SEND\ndestination:/topic/sync.org-disk\npersistent:true\nreceipt:r\n\n{}\0");

            // Artemis does not say the reason to STOMP clients, but names the message.
            assertThat(producer.read().toString()).contains("ERROR", "Error sending message", "address=sync.org-disk");
        }
    }

    @Test
    void editsAreRefusedWithTheReason() throws Exception {
        HttpRequest edit = HttpRequest.newBuilder(gateway.http("/api/pems/write-sync"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"organizationId":"org-disk","modifications":[
                          {"modificationId":"m-1","pfaId":"PFA-1","baseVersion":1,"changes":{"model":"x"}}]}"""))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(edit, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("QUEUE_FULL", "disk is nearly full; nothing was changed");
    }

    @Test
    void manyRefusalsAreFewLines(CapturedOutput output) {
        for (int i = 0; i < MANY; i++) {
            assertThatThrownBy(() -> gateway.bean(SyncEventPublisher.class).publish(event()))
                    .isInstanceOf(RuntimeException.class);
        }

        assertThat(output.getAll().lines().filter(line -> line.contains("WARN") || line.contains("ERROR")))
                .hasSizeLessThan(100);
    }
}
