package com.pfavanguard.sync.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Opens a data directory that the last release left after {@code kill -9} ({@link OldJournalMaker}). */
class OldJournalIT {

    private static final String ORGANIZATION = OldJournal.ORGANIZATION;

    private final StandInPems pems = new StandInPems(0, Clock.systemUTC());

    @TempDir
    Path data;

    private OldJournal old;

    @BeforeEach
    void unpack() throws IOException {
        pems.start();
        // As the last release left it.
        pems.change(ORGANIZATION, OldJournal.IN_CONFLICT, PfaValues.of(Map.of("model", "by PEMS")));
        try (InputStream archive =
                Objects.requireNonNull(OldJournalIT.class.getResourceAsStream("/upgrade/journal.zip"))) {
            old = OldJournal.unpack(archive, data);
        }
    }

    @AfterEach
    void stop() {
        pems.stop();
    }

    private TestGateway start(String... more) {
        List<String> settings = new ArrayList<>(OldJournal.SETTINGS);
        settings.add("--sync.pems.base-url=" + pems.baseUrl());
        settings.addAll(List.of(more));
        return TestGateway.start(data, settings.toArray(String[]::new));
    }

    private static RestClient rest(TestGateway gateway, String user) {
        return new RestClient(gateway).with(OldJournal.token(user));
    }

    private static WireClient listen(TestGateway gateway, String query) {
        return WireClient.openWithToken(gateway.webSocket(ORGANIZATION + query), OldJournal.token("u-reader"));
    }

    @Test
    void everythingIsThere() {
        try (TestGateway gateway = start("--sync.worker.enabled=false")) {
            assertEvents(gateway);
            RestClient rest = rest(gateway, "u-new");
            JsonNode status = rest.status(ORGANIZATION);
            assertThat(status.get("waiting").intValue()).isEqualTo(2);
            assertThat(status.get("scheduled").intValue()).isEqualTo(1);
            assertThat(rest.failed(ORGANIZATION).at("/0/itemId").stringValue()).isEqualTo(old.failedItemId());
            assertThat(rest.conflicts(ORGANIZATION).at("/0/id").stringValue()).isEqualTo(old.conflictId());
            assertThat(rest(gateway, OldJournal.REVOKED)
                            .get("/sync-status?organizationId=" + ORGANIZATION)
                            .status())
                    .isEqualTo(401);
            assertThat(waitingAgain(rest).get("jobId").stringValue()).isEqualTo(old.jobId());
            assertThat(rest.status(ORGANIZATION).get("waiting").intValue()).isEqualTo(2);
        }
    }

    private void assertEvents(TestGateway gateway) {
        try (WireClient client = listen(gateway, "?lastEventId=" + old.events().get(0))) {
            assertThat(client.nextJson().get("recovered").booleanValue()).isTrue();
            for (String eventId : old.events().subList(1, old.events().size())) {
                assertThat(client.nextJson().get("eventId").stringValue()).isEqualTo(eventId);
            }
        }
    }

    private static JsonNode waitingAgain(RestClient rest) {
        return rest.post("/write-sync", OldJournalMaker.waiting(), "Idempotency-Key", OldJournal.KEY)
                .body();
    }

    @Test
    void theWorkGoesOn() {
        try (TestGateway gateway = start()) {
            RestClient rest = rest(gateway, "u-new");
            assertThat(rest.post("/failed/" + old.failedItemId() + "/retry", "").status())
                    .isEqualTo(200);
            assertThat(rest.post("/conflicts/" + old.conflictId() + "/resolve", Map.of("resolution", "use_local"))
                            .status())
                    .isEqualTo(200);

            for (String record : new String[] {
                OldJournal.WAITING, OldJournal.URGENT, OldJournal.RETRIED, OldJournal.FAILED, OldJournal.IN_CONFLICT
            }) {
                Awaitility.await(record)
                        .atMost(WireClient.PATIENCE)
                        .until(() ->
                                "new".equals(pems.values(ORGANIZATION, record).get(PfaField.MODEL)));
            }
            assertThat(rest.failed(ORGANIZATION).size()).isZero();
        }
    }
}
