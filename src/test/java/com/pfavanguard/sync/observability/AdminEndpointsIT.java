package com.pfavanguard.sync.observability;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.AdminClient;
import com.pfavanguard.sync.testing.AdminClient.Answer;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What administrators see and do below {@code /actuator}, in a process that has every role. */
class AdminEndpointsIT {

    private static final String CHIEF = TestToken.of("chief")
            .in("org-x", "perm_Read", "perm_ViewAllOrgs", "perm_ManageUsers")
            .sign();

    @TempDir
    static Path data;

    private static TestGateway gateway;
    private static AdminClient admin;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data, TestToken.settings("--sync.pems.stand-in.enabled=true", "--sync.worker.rate=1000"));
        admin = new AdminClient(gateway, CHIEF);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode get(String path) {
        Answer answer = admin.get(path);
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
        assertThat(answer.body().path("gateway").asString("")).endsWith(":" + gateway.port());
        return answer.body();
    }

    private static void isProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("code").asString("")).isEqualTo(code);
    }

    private static RestClient userOf(String organizationId) {
        return new RestClient(gateway)
                .with(TestToken.of("u-" + organizationId)
                        .in(organizationId, "perm_Read", "perm_Sync")
                        .sign());
    }

    private static WireClient stomp(String organizationId, String user) {
        WireClient client = WireClient.openWithToken(
                gateway.webSocket(organizationId), TestToken.reader(user, organizationId), "v12.stomp");
        client.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
        client.nextFrame("CONNECTED");
        return client;
    }

    private static WireClient json(String organizationId, String user, String query) {
        WireClient client = WireClient.openWithToken(
                gateway.webSocket(organizationId + query), TestToken.reader(user, organizationId), "json");
        client.nextJson();
        return client;
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(each -> each.path(field).asString("")).toList();
    }

    @Test
    void aSessionIsSeenAndDisconnected() {
        try (WireClient stomp = stomp("org-s", "u-stomp");
                WireClient json = json("org-s", "u-json", "?types=SYNC_FAILED&pfa-ids=PFA-1")) {
            stomp.subscribe("org-s");

            JsonNode all = get("/sessions?organizationId=org-s&sort=age");
            JsonNode filtered = get("/sessions?organizationId=org-s&protocol=json&userId=u-json")
                    .path("sessions");
            String id = get("/sessions?userId=u-stomp").at("/sessions/0/id").asString("");

            assertThat(all.path("total").asInt()).isEqualTo(2);
            assertThat(texts(all.path("sessions"), "userId")).containsExactly("u-stomp", "u-json");
            assertThat(all.at("/sessions/0/protocol").asString("")).isEqualTo("stomp");
            assertThat(all.at("/sessions/0/subscriptions").asInt()).isEqualTo(1);
            assertThat(all.at("/sessions/0/filters").isNull()).isTrue();
            assertThat(all.at("/sessions/0/lag/events").asInt()).isZero();
            assertThat(all.at("/byOrganization/0/sessions").asInt()).isEqualTo(2);
            assertThat(filtered.size()).isEqualTo(1);
            assertThat(filtered.at("/0/filters/types/0").asString("")).isEqualTo("SYNC_FAILED");
            assertThat(filtered.at("/0/filters/pfaIds/0").asString("")).isEqualTo("PFA-1");
            assertThat(get("/sessions?limit=1").path("sessions").size()).isEqualTo(1);
            isProblem(admin.get("/sessions?limit=1001"), 400, "VALIDATION_ERROR");

            assertThat(admin.delete("/sessions/" + id).status()).isEqualTo(204);

            StompFrame error = stomp.nextFrame("ERROR");
            assertThat(error.headers().get("code")).isEqualTo("DISCONNECTED");
            assertThat(error.headers().get("retryable")).isEqualTo("false");
            assertThat(stomp.awaitClosed().code()).isEqualTo(4419);
            assertThat(json.isOpen()).isTrue();
            isProblem(admin.delete("/sessions/" + id), 404, "NOT_FOUND");
            JsonNode told = get("/audit?action=disconnect").at("/audit/0");
            assertThat(told.at("/facts/of").asString("")).isEqualTo("u-stomp");
            assertThat(told.path("userId").asString("")).isEqualTo("chief");
            await().untilAsserted(() ->
                    assertThat(texts(get("/refusals").path("refusals"), "code")).contains("DISCONNECTED"));
        }
    }

    @Test
    void whatIsRefusedIsRemembered() {
        Answer foreign = new AdminClient(gateway, TestToken.reader("u-curious", "org-c")).get("/rooms");

        isProblem(foreign, 403, "PERMISSION_DENIED");
        JsonNode refusals = get("/refusals?limit=1000").path("refusals");
        assertThat(refusals.valueStream()
                        .filter(each -> each.path("userId").asString("").equals("u-curious")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.path("code").asString("")).isEqualTo("PERMISSION_DENIED");
                    assertThat(each.path("address").asString("")).isEqualTo("127.0.0.1");
                });
    }

    @Test
    void roomsLinkAndQueuesShowWhatThereIs() {
        gateway.publish("org-r", "PFA-1");
        await().untilAsserted(() -> {
            JsonNode room = get("/rooms?organizationId=org-r").at("/rooms/0");
            assertThat(room.path("events").asInt()).isEqualTo(1);
            assertThat(room.path("records").asInt()).isEqualTo(1);
            assertThat(room.path("bytes").asInt()).isPositive();
            assertThat(room.path("lastEventAt").asString("")).isNotEmpty();
        });
        JsonNode link = get("/link");
        JsonNode queues = get("/queues");

        assertThat(link.path("state").asString("")).isEqualTo("UP");
        assertThat(link.at("/history/events").asInt()).isPositive();
        assertThat(link.path("lastEventAt").asString("")).isNotEmpty();
        assertThat(queues.path("problem").isNull()).as(queues.toString()).isTrue();
        assertThat(texts(queues.path("queues"), "name")).contains("sync.history", "pems.write", "sync-control.pauses");
        assertThat(texts(queues.path("addresses"), "name")).contains("sync.org-r");
        isProblem(admin.get("/rooms?organizationId=*"), 400, "VALIDATION_ERROR");
    }

    @Test
    void aPausedOrganizationsEditsWaitAlsoOverARestart() {
        RestClient paused = userOf("org-p");
        RestClient other = userOf("org-q");

        assertThat(admin.post("/pauses/org-p", Map.of("reason", "PEMS upgrade")).status())
                .isEqualTo(200);
        assertThat(paused.write("org-p", edit("PFA-1", "m")).status()).isLessThan(300);
        gateway.restart();
        assertThat(other.write("org-q", edit("PFA-1", "m")).status()).isLessThan(300);
        await().until(() -> other.status("org-q").path("completed").asInt() == 1);

        JsonNode status = paused.status("org-p");
        // The worker may have taken it just before it heard of the pause, and put it back.
        assertThat(status.path("waiting").asInt() + status.path("scheduled").asInt())
                .isEqualTo(1);
        assertThat(status.path("pauseReason").asString("")).isEqualTo("PEMS upgrade");
        assertThat(status.path("health").asString("")).isEqualTo("degraded");
        await().until(() -> get("/worker").path("waiting").asInt() == 1);
        JsonNode worker = get("/worker");
        assertThat(worker.path("active").asBoolean()).isTrue();
        assertThat(worker.path("oldestWaitingMilliseconds").isNumber()).isTrue();
        assertThat(worker.at("/pems/requests").asInt()).isPositive();
        assertThat(worker.at("/paused/0/organizationId").asString("")).isEqualTo("org-p");
        assertThat(worker.at("/paused/0/why").asString("")).isEqualTo("ADMIN");
        assertThat(admin.get("/health/readiness").status()).isEqualTo(200);

        assertThat(admin.delete("/pauses/org-p").status()).isEqualTo(204);

        await().until(() -> paused.status("org-p").path("completed").asInt() == 1);
        assertThat(paused.status("org-p").path("pausedSince").isNull()).isTrue();
        assertThat(get("/pauses").path("total").asInt()).isZero();
        assertThat(texts(get("/audit?action=resume").path("audit"), "organizationId"))
                .contains("org-p");
        isProblem(admin.post("/pauses/org-p", Map.of()), 400, "VALIDATION_ERROR");
    }

    @Test
    void failedEditsAreRetriedAndGivenUpTogether() {
        RestClient user = userOf("org-f");
        // Based on a version that PEMS does not have.
        user.write(
                "org-f",
                edit("PFA-1", 99, Map.of(), Map.of("model", "m")),
                edit("PFA-2", 99, Map.of(), Map.of("model", "m")),
                edit("PFA-3", 99, Map.of(), Map.of("model", "m")));
        await().until(() -> user.status("org-f").path("failed").asInt() == 3);
        List<String> ids = texts(user.get("/failed?organizationId=org-f").body().path("failed"), "itemId");

        Answer one = admin.post(
                "/failed",
                Map.of(
                        "organizationId",
                        "org-f",
                        "action",
                        "retry",
                        "ids",
                        List.of(ids.get(0), "00000000-0000-4000-8000-000000000000")));
        Answer rest = admin.post("/failed", Map.of("organizationId", "org-f", "action", "give-up", "all", true));

        assertThat(one.body().path("done").asInt()).as(one.body().toString()).isEqualTo(1);
        assertThat(one.body().at("/problems/0/code").asString("")).isEqualTo("NOT_FOUND");
        assertThat(rest.body().path("done").asInt()).as(rest.body().toString()).isGreaterThanOrEqualTo(2);
        assertThat(rest.body().path("left").asInt()).isZero();
        assertThat(get("/audit?action=removal").at("/audit/0/facts/items").asString(""))
                .contains(ids.get(1), ids.get(2));
        isProblem(admin.post("/failed", Map.of("organizationId", "org-f", "action", "retry")), 400, "VALIDATION_ERROR");
        isProblem(
                admin.post("/failed", Map.of("organizationId", "org-f", "action", "x", "all", true)),
                400,
                "VALIDATION_ERROR");
    }

    @Test
    void aUserIsRevokedInAnyOrganization() {
        try (WireClient client = json("org-v", "u-v", "")) {
            Answer revoked = admin.post("/revoke", Map.of("organizationId", "org-v", "userId", "u-v"));

            assertThat(revoked.status()).as(revoked.body().toString()).isEqualTo(200);
            assertThat(client.awaitClosed().code()).isEqualTo(4413);
        }
    }

    @Test
    void aTailHearsAllOrganizationsUntilItIsEnded() {
        isProblem(admin.get("/tail?types=x"), 400, "VALIDATION_ERROR");
        Iterator<String> lines = admin.lines("/tail").iterator();
        assertThat(lines.next()).isEqualTo(": tail");

        gateway.publish("org-t1", "PFA-1");
        gateway.publish("org-t2", "PFA-2");

        List<String> heard = new ArrayList<>();
        while (!(heard.toString().contains("org-t1") && heard.toString().contains("org-t2"))) {
            heard.add(lines.next());
        }
        assertThat(heard).anyMatch(line -> line.startsWith("id: ")).anyMatch(line -> line.startsWith("data: {"));
        assertThat(get("/audit?action=tail").path("audit").size()).isPositive();
        gateway.restart();
        while (!heard.get(heard.size() - 1).startsWith("event: end")) {
            heard.add(lines.next());
        }
        assertThat(lines.next()).contains("GOING_AWAY");
    }
}
