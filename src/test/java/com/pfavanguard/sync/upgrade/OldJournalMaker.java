package com.pfavanguard.sync.upgrade;

import static com.pfavanguard.sync.testing.RestClient.edit;

import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.WireClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Makes the archive that {@link OldJournalIT} opens, with the jar of a release. To be run by hand after a release:
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/class-path
 * java -Dsync.test.jar=&lt;jar of the release&gt; -cp target/test-classes:target/classes:$(cat target/class-path) \
 *     com.pfavanguard.sync.upgrade.OldJournalMaker src/test/resources/upgrade/journal.zip
 * </pre>
 */
final class OldJournalMaker {

    private final StandInPems pems = new StandInPems(0, Clock.systemUTC());
    private final String token = OldJournal.token("u-old");
    private final List<String> events = new ArrayList<>();

    private OldJournalMaker() {}

    public static void main(String[] args) throws Exception {
        Path archive = Path.of(args[0]);
        Path data = Files.createTempDirectory("old-journal");
        Files.createDirectories(archive.toAbsolutePath().getParent());
        new OldJournalMaker().make(data).pack(data.resolve("broker"), archive);
        System.exit(0);
    }

    private GatewayProcess process(Path data, String... more) throws Exception {
        List<String> settings = new ArrayList<>(OldJournal.SETTINGS);
        settings.add("--sync.pems.base-url=" + pems.baseUrl());
        settings.addAll(List.of(more));
        return GatewayProcess.start(data, settings.toArray(String[]::new));
    }

    // Killed, so that the journal is not even closed in order.
    private OldJournal make(Path data) throws Exception {
        pems.start();
        GatewayProcess process = process(data);
        try {
            work(process);
        } finally {
            process.kill();
        }
        GatewayProcess idle = process(data, "--sync.worker.enabled=false");
        try (WireClient client = listen(idle, "")) {
            RestClient rest = rest(idle);
            String jobId = rest.post("/write-sync", waiting(), "Idempotency-Key", OldJournal.KEY)
                    .body()
                    .get("jobId")
                    .stringValue();
            rest.post(
                    "/write-sync",
                    Map.of(
                            "organizationId",
                            OldJournal.ORGANIZATION,
                            "priority",
                            10,
                            "modifications",
                            List.of(edit(OldJournal.URGENT, "new"))));
            hear(client, 2);
            return new OldJournal(
                    events,
                    rest.conflicts(OldJournal.ORGANIZATION).at("/0/id").stringValue(),
                    rest.failed(OldJournal.ORGANIZATION).at("/0/itemId").stringValue(),
                    jobId);
        } finally {
            idle.kill();
            pems.stop();
        }
    }

    private void work(GatewayProcess process) throws Exception {
        RestClient rest = rest(process);
        pems.change(OldJournal.ORGANIZATION, OldJournal.IN_CONFLICT, PfaValues.of(Map.of("model", "by PEMS")));
        pems.behave(StandInBehaviour.status(422).on(StandInOperation.UPDATE).forPfa(OldJournal.FAILED));
        pems.behave(StandInBehaviour.status(503)
                .retryAfter("3600")
                .always()
                .on(StandInOperation.UPDATE)
                .forPfa(OldJournal.RETRIED));
        try (WireClient client = listen(process, "")) {
            rest.write(
                    OldJournal.ORGANIZATION,
                    edit(OldJournal.WRITTEN, "new"),
                    edit(OldJournal.FAILED, "new"),
                    edit(OldJournal.IN_CONFLICT, 1, Map.of("model", "as the user saw it"), Map.of("model", "new")));
            // Three events each: queued, processing, and the end.
            hear(client, 9);
            rest.write(OldJournal.ORGANIZATION, edit(OldJournal.RETRIED, "new"));
            // Queued, processing, queued again.
            hear(client, 3);
            Awaitility.await()
                    .until(() -> rest.status(OldJournal.ORGANIZATION)
                                    .get("scheduled")
                                    .intValue()
                            == 1);
        }
        RestClient.post(
                URI.create("http://127.0.0.1:" + process.port() + "/api/admin/revocations"),
                Map.of("userId", OldJournal.REVOKED, "organizationId", OldJournal.ORGANIZATION),
                "Authorization",
                "Bearer " + token);
    }

    static Map<String, Object> waiting() {
        return Map.of(
                "organizationId", OldJournal.ORGANIZATION, "modifications", List.of(edit(OldJournal.WAITING, "new")));
    }

    private RestClient rest(GatewayProcess process) {
        return new RestClient(process.port()).with(token);
    }

    private WireClient listen(GatewayProcess process, String query) {
        WireClient client = WireClient.openWithToken(process.webSocket(OldJournal.ORGANIZATION + query), token);
        client.nextJson();
        return client;
    }

    private void hear(WireClient client, int count) {
        Stream.generate(client::nextJson)
                .limit(count)
                .map(OldJournalMaker::eventId)
                .forEach(events::add);
    }

    private static String eventId(JsonNode event) {
        return event.get("eventId").stringValue();
    }
}
