package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.isTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many items, some of which come while others are being worked on. */
class BacklogIT {

    private static final String ORGANIZATION = "org-backlog";
    private static final int BACKLOG = 200;
    private static final int SENDERS = 4;
    private static final int ARRIVALS_EACH = 15;
    private static final int ALL = BACKLOG + SENDERS * ARRIVALS_EACH;

    private static Map<String, List<String>> typesByPfa(WireClient client) {
        List<JsonNode> events = new ArrayList<>();
        long terminals = 0;
        while (terminals < ALL) {
            JsonNode event = client.nextJson();
            events.add(event);
            terminals += isTerminal(event.get("type").stringValue()) ? 1 : 0;
        }
        return events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.get("pfaId").stringValue(),
                        Collectors.mapping(event -> event.get("type").stringValue(), Collectors.toList())));
    }

    @Test
    void eachEndsOnceWhetherItWaitedOrCameMeanwhile(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.rate=1000");
                WireClient client = WireClient.json(gateway, ORGANIZATION)) {
            StandInPems pems = gateway.bean(StandInPems.class);
            RestClient rest = new RestClient(gateway);
            rest.write(
                    ORGANIZATION,
                    0,
                    IntStream.range(0, BACKLOG)
                            .mapToObj(i -> edit("PFA-" + i, "new"))
                            .toList());

            List<CompletableFuture<Void>> senders = IntStream.range(0, SENDERS)
                    .mapToObj(sender -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < ARRIVALS_EACH; i++) {
                            rest.write(ORGANIZATION, edit("PFA-" + sender + "-" + i, "new"));
                        }
                    }))
                    .toList();
            Map<String, List<String>> types = typesByPfa(client);

            senders.forEach(CompletableFuture::join);
            assertThat(types).hasSize(ALL);
            assertThat(types.values()).containsOnly(List.of("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS"));
            assertThat(types.keySet()).allMatch(pfaId -> pems.version(ORGANIZATION, pfaId) == 2);
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> rest.status(ORGANIZATION).get("completed").intValue() == ALL);
            JsonNode status = rest.status(ORGANIZATION);
            assertThat(List.of(
                            status.get("waiting").intValue(),
                            status.get("scheduled").intValue(),
                            status.get("processing").intValue(),
                            status.get("failed").intValue()))
                    .containsOnly(0);
            assertThat(client.received()).isEmpty();
        }
    }
}
