package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.cli.http.JsonHttp;
import com.pfavanguard.sync.cli.http.JsonHttp.Answer;
import com.pfavanguard.sync.cli.watch.StreamAddress;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Calls the REST API of the running gateway, as the backend of one organization would. */
final class GatewayApi {

    private static final String API = "/api/pems";
    private static final String PAGE = "&size=100";

    private final URI base;
    private final JsonHttp http;
    private final OrganizationId organizationId;

    GatewayApi(StreamAddress address) {
        this.base = address.gateway().http();
        this.organizationId = address.organizationId();
        http = new JsonHttp(
                base,
                address.token(),
                e -> new DemoFailedException(
                        "no answer from %s; check that the gateway is running, or give another address with --url"
                                .formatted(base),
                        e));
    }

    /** Returns the state of the organization's edits. */
    JsonNode status() throws InterruptedException {
        Answer answer = http.get(API + "/sync-status?organizationId=" + organizationId);
        if (answer.status() == 404) {
            throw new DemoFailedException(
                    "the server at %s does not accept edits: it is not a gateway, or has no api role".formatted(base)
                            + " (sync.roles)");
        }
        if (answer.status() == 401) {
            throw new DemoFailedException(
                    "%s requires a token: %s; give one with --token".formatted(base, answer.complaint()));
        }
        return accepted("GET sync-status", answer);
    }

    JsonNode write(List<Edit> edits) throws InterruptedException {
        Map<String, Object> request = Map.of(
                "organizationId",
                organizationId.value(),
                "modifications",
                edits.stream().map(Edit::asJson).toList());
        return accepted("POST write-sync", http.post(API + "/write-sync", request));
    }

    JsonNode conflict(String conflictId) throws InterruptedException {
        return listed("conflicts", "id", conflictId);
    }

    JsonNode resolve(String conflictId, Map<String, Object> decision) throws InterruptedException {
        return accepted("POST resolve", http.post(API + "/conflicts/" + conflictId + "/resolve", decision));
    }

    JsonNode failedItem(PfaId pfaId) throws InterruptedException {
        return listed("failed", "pfaId", pfaId.value());
    }

    void retry(String itemId) throws InterruptedException {
        accepted("POST retry", http.post(API + "/failed/" + itemId + "/retry", Map.of()));
    }

    // The lists start with the newest, so a recent entry is on the first page.
    private JsonNode listed(String list, String key, String value) throws InterruptedException {
        JsonNode page =
                accepted("GET " + list, http.get(API + "/" + list + "?organizationId=" + organizationId + PAGE));
        return StreamSupport.stream(page.path(list).spliterator(), false)
                .filter(each -> each.path(key).asString("").equals(value))
                .findFirst()
                .orElseThrow(() -> new DemoFailedException("GET %s does not list %s".formatted(list, value)));
    }

    private JsonNode accepted(String what, Answer answer) {
        if (answer.status() != 200) {
            throw new DemoFailedException("%s at %s was answered with %s".formatted(what, base, answer.complaint()));
        }
        return answer.body();
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
