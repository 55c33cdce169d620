package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.pems.PemsHealth;
import com.pfavanguard.sync.pems.PemsUpdate;
import com.pfavanguard.sync.pems.PemsUpdateResult;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** Checks that an edit that cannot succeed causes one event, for every reason, and is listed among the failed ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class FailedEditsIT {

    private static final String LAST = "PFA-last";

    private TestGateway gateway;
    private RestClient rest;

    @BeforeAll
    void start(@TempDir Path data) {
        gateway = TestGateway.startWith(
                FaultyClient.class, data, "--sync.worker.rate=1000", "--sync.worker.retry.delay=20ms");
        rest = new RestClient(gateway);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    /** The real client, except that calls for some organizations fail, and the second of one waits. */
    static class FaultyClient {

        static final CountDownLatch RELEASE = new CountDownLatch(1);
        private static final Map<PfaId, Integer> READS = new ConcurrentHashMap<>();

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(WireClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Bean
        @Primary
        PemsClient faultyPemsClient(PemsClient pemsClient) {
            return new PemsClient() {

                @Override
                public boolean serves(OrganizationId organizationId) {
                    return !organizationId.value().equals("org-unknown") && pemsClient.serves(organizationId);
                }

                @Override
                public PfaRecord read(OrganizationId organizationId, PfaId pfaId) {
                    if (!pfaId.value().equals(LAST)) {
                        fail(organizationId, pfaId);
                    }
                    return pemsClient.read(organizationId, pfaId);
                }

                @Override
                public PemsUpdateResult update(PemsUpdate update) {
                    return pemsClient.update(update);
                }

                @Override
                public PemsHealth health() {
                    return pemsClient.health();
                }
            };
        }

        private static void fail(OrganizationId organizationId, PfaId pfaId) {
            switch (organizationId.value()) {
                case "org-exception", "org-exception-2", "org-exception-3" ->
                    throw new IllegalStateException("secret of the implementation");
                case "org-held" -> {
                    if (READS.merge(pfaId, 1, Integer::sum) == 1) {
                        throw new IllegalStateException("secret of the implementation");
                    }
                    await(RELEASE);
                }
                case "org-error" -> throw new StackOverflowError("secret of the implementation");
                default -> {}
            }
        }
    }

    /** Types of all events of the PFA, heard before something that comes long after them. */
    private List<String> typesUntilAfterwards(WireClient client, String organization) {
        List<String> types = new ArrayList<>();
        boolean marked = false;
        while (true) {
            JsonNode event = client.nextJson();
            String pfaId = event.get("pfaId").stringValue();
            if (pfaId.equals(LAST)) {
                return types;
            }
            types.add(event.get("type").stringValue());
            if (!marked && RestClient.isTerminal(types.get(types.size() - 1))) {
                marked = true;
                gateway.publish(organization, LAST);
            }
        }
    }

    private JsonNode onlyFailed(String organization) {
        JsonNode failed = rest.failed(organization);
        assertThat(failed.size()).isEqualTo(1);
        assertThat(failed.at("/0/pfaId").stringValue()).isEqualTo("PFA-1");
        assertThat(failed.at("/0/error").stringValue()).doesNotContain("secret");
        return failed.get(0);
    }

    private JsonNode fails(String organization, Map<String, Object> edit, String... expected) {
        try (WireClient client = WireClient.json(gateway, organization)) {
            rest.write(organization, edit);

            assertThat(typesUntilAfterwards(client, organization)).containsExactly(expected);
        }
        JsonNode status = rest.status(organization);
        assertThat(status.get("failed").intValue()).isEqualTo(1);
        assertThat(status.get("successRate").intValue()).isZero();
        return onlyFailed(organization);
    }

    @Test
    void aRecordThatWouldBreakARule() {
        StandInPems pems = gateway.bean(StandInPems.class);
        pems.change("org-invalid", "PFA-1", PfaValues.of(Map.of("isDiscontinued", true)));

        JsonNode failed = fails(
                "org-invalid",
                edit("PFA-1", 2, Map.of(), Map.of("isDiscontinued", false)),
                "SYNC_QUEUED",
                "SYNC_PROCESSING",
                "SYNC_FAILED");

        assertThat(failed.get("errorCode").stringValue()).isEqualTo("VALIDATION_FAILED");
        assertThat(failed.get("retryCount").intValue()).isZero();
        assertThat(pems.calls().list(StandInOperation.UPDATE))
                .noneMatch(call -> call.organizationCode().equals("org-invalid"));
    }

    @Test
    void anExceptionOnEveryAttempt() {
        JsonNode failed = fails("org-exception", edit("PFA-1", "new"), "SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_FAILED");

        assertThat(failed.get("errorCode").stringValue()).isEqualTo("INTERNAL_ERROR");
    }

    @Test
    void anErrorOnEveryAttempt() {
        JsonNode failed = fails("org-error", edit("PFA-1", "new"), "SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_FAILED");

        assertThat(failed.get("errorCode").stringValue()).isEqualTo("INTERNAL_ERROR");
    }

    @Test
    void anOrganizationPemsDoesNotKnow() {
        JsonNode failed = fails("org-unknown", edit("PFA-1", "new"), "SYNC_QUEUED", "SYNC_FAILED");

        assertThat(failed.get("errorCode").stringValue()).isEqualTo("INVALID_REQUEST");
        assertThat(failed.get("retryCount").intValue()).isZero();
    }

    @Test
    void aFailedEditCanBeGivenUpOnce() {
        JsonNode failed =
                fails("org-exception-2", edit("PFA-1", "new"), "SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_FAILED");
        String path = "/failed/" + failed.get("itemId").stringValue();

        assertThat(failed.get("failedAt").stringValue()).matches(".*:\\d\\d(\\.\\d{3})?Z");
        try (WireClient client = WireClient.json(gateway, "org-exception-2")) {
            assertThat(rest.delete(path).status()).isEqualTo(204);
            assertThat(rest.delete(path).status()).isEqualTo(404);

            assertRemoved(client.nextJson(), "PFA-1", "given_up");
            gateway.publish("org-exception-2", LAST);
            assertThat(client.nextJson().get("pfaId").stringValue()).isEqualTo(LAST);
        }
        assertThat(rest.failed("org-exception-2").isEmpty()).isTrue();
    }

    private static void assertRemoved(JsonNode event, String pfaId, String reason) {
        assertThat(event.get("type").stringValue()).isEqualTo("SYNC_REMOVED");
        assertThat(event.get("pfaId").stringValue()).isEqualTo(pfaId);
        assertThat(event.at("/details/reason").stringValue()).isEqualTo(reason);
    }

    @Test
    void ofTwoFailedEditsOfARecordTheLastRemovalIsTold() {
        String organization = "org-exception-3";
        try (WireClient client = WireClient.json(gateway, organization)) {
            rest.write(organization, edit("PFA-1", "one"), edit("PFA-1", "two"));
            awaitFailed(client, "PFA-1");
            awaitFailed(client, "PFA-1");
            List<String> items = rest.failed(organization)
                    .valueStream()
                    .map(item -> item.get("itemId").stringValue())
                    .toList();

            assertThat(rest.delete("/failed/" + items.get(0)).status()).isEqualTo(204);
            gateway.publish(organization, LAST);
            assertThat(rest.delete("/failed/" + items.get(1)).status()).isEqualTo(204);

            assertThat(client.nextJson().get("pfaId").stringValue()).isEqualTo(LAST);
            assertRemoved(client.nextJson(), "PFA-1", "given_up");
        }
    }

    private static void awaitFailed(WireClient client, String pfaId) {
        JsonNode end = RestClient.terminal(client);
        assertThat(end.get("type").stringValue()).isEqualTo("SYNC_FAILED");
        assertThat(end.get("pfaId").stringValue()).isEqualTo(pfaId);
    }

    @Test
    void theRemovalIsNotToldWhileAnotherEditOfTheRecordIsOpen() {
        String organization = "org-held";
        DurableQueue conflicts = gateway.bean(WorkQueues.class).queue(SyncQueues.CONFLICTS);
        try (WireClient client = WireClient.json(gateway, organization)) {
            rest.write(organization, edit("PFA-1", "one"), edit("PFA-2", "one"));
            RestClient.terminal(client);
            RestClient.terminal(client);
            Map<String, String> items = rest.failed(organization)
                    .valueStream()
                    .collect(Collectors.toMap(
                            item -> item.get("pfaId").stringValue(),
                            item -> item.get("itemId").stringValue()));
            // One record has another edit in the worker's hand, one an unresolved conflict.
            rest.write(organization, edit("PFA-1", "two"));
            conflicts.send(QueueMessage.of("{}", Map.of("organizationId", organization, "pfaId", "PFA-2")));
            assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_QUEUED");
            assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_PROCESSING");

            items.values()
                    .forEach(item ->
                            assertThat(rest.delete("/failed/" + item).status()).isEqualTo(204));
            FaultyClient.RELEASE.countDown();

            JsonNode next = client.nextJson();
            assertThat(next.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            assertThat(next.get("pfaId").stringValue()).isEqualTo("PFA-1");
        } finally {
            FaultyClient.RELEASE.countDown();
            conflicts.take(Selector.where("organizationId", organization), WireClient.PATIENCE);
        }
    }

    @Test
    void aBrokerWithoutTheQueueOfExpiredEditsStopsNothing(CapturedOutput output) {
        WorkQueues queues = gateway.bean(WorkQueues.class);
        ExpiredEdits expired = new ExpiredEdits(
                queues.queue("pems.not-declared"), gateway.bean(WriteQueue.class), queues.transactions());

        assertThat(expired.tellOfSome()).isFalse();
        assertThat(expired.tellOfSome()).isFalse();

        assertThat(output.getOut().split("Clients are not told of failed edits that expire: ", -1))
                .hasSize(2);
        assertThat(output)
                .contains(
                        "The broker needs the queue pems.not-declared, and this process the right to consume from it");
    }

    @Test
    void aFailedEditExpiresAndClientsAreTold(@TempDir Path data) {
        try (TestGateway forgetful =
                TestGateway.startWith(FaultyClient.class, data, "--sync.write-queue.failed-retention=1s")) {
            RestClient client = new RestClient(forgetful);
            WireClient listener = WireClient.json(forgetful, "org-exception");
            client.write("org-exception", edit("PFA-1", "new"));

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> client.failed("org-exception").size() == 1);
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> client.failed("org-exception").isEmpty());
            awaitFailed(listener, "PFA-1");
            assertRemoved(listener.nextJson(), "PFA-1", "expired");
            listener.close();
        }
    }
}
