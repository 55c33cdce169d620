package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jms.core.JmsTemplate;
import tools.jackson.databind.JsonNode;

/** Organizations whose address takes no more events: a matter of theirs alone. */
class FullAddressIT {

    private static final String LARGE = "x".repeat(40_000);

    @TempDir
    Path data;

    private static void fill(TestGateway gateway, String organization) {
        JmsTemplate topics = new JmsTemplate(gateway.bean(ConnectionFactory.class));
        topics.setPubSubDomain(true);
        topics.setDeliveryPersistent(false);
        topics.setExplicitQosEnabled(true);
        for (String text : List.of(LARGE, "x")) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            topics.convertAndSend("sync." + organization, text);
                        }
                    })
                    .rootCause()
                    .hasMessageContaining("full");
        }
    }

    private static double full(TestGateway gateway) {
        return gateway.bean(MeterRegistry.class)
                .get("pems.sync.full.organizations")
                .gauge()
                .value();
    }

    private static int waiting(RestClient rest, String organization) {
        JsonNode status = rest.status(organization);
        return status.get("waiting").intValue() + status.get("scheduled").intValue();
    }

    @Test
    void theItemsOfFullOrganizationsWaitAndAllOthersAreWritten() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.roles=producer", "--sync.worker.enabled=false")) {
            RestClient rest = new RestClient(gateway);
            rest.write("org-full-1", 10, edits(20));
            rest.write("org-full-2", 10, edits(20));
            // As the broker does after twenty deliveries.
            DurableQueue failed = gateway.bean(WorkQueues.class).queue(SyncQueues.FAILED);
            failed.send(QueueMessage.of("{}", Map.of("organizationId", "org-full-1", "pfaId", "PFA-dead")));
            failed.send(QueueMessage.of("{}", Map.of("organizationId", "org-dead", "pfaId", "PFA-dead")));
            fill(gateway, "org-full-1");
            fill(gateway, "org-full-2");

            try (TestGateway working = TestGateway.beside(
                    gateway, "--sync.roles=producer", "--sync.worker.rate=1000", "--sync.pems.stand-in.port=0")) {
                for (int i = 0; i < 2; i++) {
                    rest.write("org-other", 0, edits(100 * i + 100).subList(100 * i, 100 * i + 100));
                    int written = 100 * i + 100;
                    Awaitility.await()
                            .atMost(WireClient.PATIENCE)
                            .until(() ->
                                    rest.status("org-other").get("completed").intValue() == written);
                }
                Awaitility.await()
                        .atMost(WireClient.PATIENCE)
                        .until(() -> failed.browse(Selector.without("failedAt")).size() == 1);
                assertThat(full(working)).isEqualTo(2);
                for (String organization : List.of("org-full-1", "org-full-2")) {
                    assertThat(waiting(rest, organization)).isEqualTo(20);
                }

                // What fills the addresses is not kept.
                gateway.broker().stop();
                gateway.broker().start();

                for (String organization : List.of("org-full-1", "org-full-2")) {
                    Awaitility.await()
                            .atMost(WireClient.PATIENCE)
                            .until(() ->
                                    rest.status(organization).get("completed").intValue() == 20);
                }
            }
        }
    }

    /** Refuses to tell of the first success. */
    static class FullOnce {

        @Bean
        @Primary
        SyncEventPublisher fullOnce(@Qualifier("syncEventPublisher") SyncEventPublisher publisher) {
            AtomicBoolean refused = new AtomicBoolean();
            return event -> {
                if (event instanceof SyncSuccess && !refused.getAndSet(true)) {
                    throw new SyncEventPublishException(event, new ActiveMQAddressFullException("Address is full"));
                }
                publisher.publish(event);
            };
        }
    }

    @Test
    void anEditThatPemsHasTakenIsToldOfWhenThereIsRoom() {
        try (TestGateway gateway = TestGateway.startWith(FullOnce.class, data, "--sync.worker.rate=1000");
                WireClient client = WireClient.json(gateway, "org-full")) {
            new RestClient(gateway).write("org-full", RestClient.edit("PFA-1", "new"));

            JsonNode end = RestClient.terminal(client);

            assertThat(end.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            assertThat(end.at("/details/newVersion").intValue()).isEqualTo(2);
            assertThat(gateway.bean(StandInPems.class).calls().list(StandInOperation.UPDATE))
                    .hasSize(1);
        }
    }
}
