package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.cli.http.JsonHttp;
import com.pfavanguard.sync.cli.http.JsonHttp.Answer;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Calls the control interface of the stand-in PEMS. Remembers for which records it has changed the behaviour, and at
 * the end resets those and no others. Safe for any thread, since an interrupt ends the demo from another one.
 */
final class StandInClient {

    private static final String BEHAVIOUR = "/stand-in/behaviour";

    private final PemsUrl url;
    private final JsonHttp http;
    private final Set<PfaId> misbehaving = new LinkedHashSet<>();
    private boolean ended;

    StandInClient(PemsUrl url) {
        this.url = url;
        http = new JsonHttp(url.uri(), null, e -> new DemoFailedException(refusal("no answer from " + url), e));
    }

    private static String refusal(String why) {
        return "no stand-in PEMS: " + why
                + ". The demo makes PEMS fail, so it runs against a stand-in only and never"
                + " against a real PEMS. Give the address from the gateway's start summary with --pems-url";
    }

    /** @throws DemoFailedException if no stand-in answers, or if someone has changed its behaviour for all records */
    void requireReady(OrganizationId organizationId) throws InterruptedException {
        Answer answer = http.get(BEHAVIOUR);
        if (answer.status() != 200 || !answer.body().path("waiting").isArray()) {
            throw new DemoFailedException(refusal("the server at " + url + " is not one"));
        }
        Optional<JsonNode> foreign = StreamSupport.stream(
                        answer.body().path("waiting").spliterator(), false)
                .filter(behaviour -> concernsAnyRecordOf(organizationId, behaviour))
                .findFirst();
        if (foreign.isPresent()) {
            throw new DemoFailedException(
                    "someone has told the stand-in PEMS to fail for any record, which would disturb the demo: %s. Reset it with: curl -X DELETE %s%s"
                            .formatted(foreign.get(), url, BEHAVIOUR));
        }
    }

    private static boolean concernsAnyRecordOf(OrganizationId organizationId, JsonNode behaviour) {
        String code = behaviour.path("organizationCode").asString(organizationId.value());
        return !behaviour.has("pfaId") && code.equals(organizationId.value());
    }

    /** Returns the organization's code at PEMS; empty if the gateway has not asked this stand-in for the record. */
    Optional<String> organizationCodeOf(PfaId pfaId) throws InterruptedException {
        JsonNode calls = accepted(http.get("/stand-in/calls?pfaId=" + pfaId)).path("calls");
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.of(calls.path(0).path("organizationCode").asString(""));
    }

    StandInRecord read(String organizationCode, PfaId pfaId) throws InterruptedException {
        return record(pfaId, http.get(path(organizationCode, pfaId)));
    }

    /** Changes a record as a user of PEMS would. */
    StandInRecord change(String organizationCode, PfaId pfaId, Map<String, Object> changes)
            throws InterruptedException {
        return record(pfaId, http.post(path(organizationCode, pfaId), changes));
    }

    private static String path(String organizationCode, PfaId pfaId) {
        return "/stand-in/pfa/" + organizationCode + "/" + pfaId;
    }

    private StandInRecord record(PfaId pfaId, Answer answer) {
        JsonNode body = accepted(answer);
        return new StandInRecord(pfaId, body.path("version").asInt(0), body.path("fields"));
    }

    /** Makes PEMS answer the next requests about the record with this HTTP status. */
    synchronized void answerWith(int status, int times, PfaId pfaId) throws InterruptedException {
        if (ended) {
            throw new InterruptedException("The demo was stopped");
        }
        misbehaving.add(pfaId);
        Map<String, Object> behaviour = new LinkedHashMap<>();
        behaviour.put("mode", String.valueOf(status));
        behaviour.put("times", times);
        behaviour.put("pfaId", pfaId.value());
        accepted(http.post(BEHAVIOUR, behaviour));
    }

    private JsonNode accepted(Answer answer) {
        if (answer.status() != 200) {
            throw new DemoFailedException(
                    "the stand-in PEMS at %s answered with %s".formatted(url, answer.complaint()));
        }
        return answer.body();
    }

    /** Resets the behaviour of PEMS. Later calls of {@link #answerWith} fail. */
    synchronized void behaveAsBefore() throws InterruptedException {
        ended = true;
        for (PfaId pfaId : Set.copyOf(misbehaving)) {
            accepted(http.delete(BEHAVIOUR + "?pfaId=" + pfaId));
            misbehaving.remove(pfaId);
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
