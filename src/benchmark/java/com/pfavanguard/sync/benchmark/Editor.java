package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.testing.RestClient;
import java.util.Map;
import java.util.stream.IntStream;

/** A backend that sends edits of one organization's records, each record once, unless asked otherwise. */
final class Editor {

    /** As many as one request may hold. */
    static final int MOST_AT_ONCE = 1_000;

    private final RestClient rest;
    private final String organizationId;
    private int records;

    Editor(PackagedGateway gateway, String organizationId) {
        this.rest = new RestClient(gateway::http);
        this.organizationId = organizationId;
    }

    /** Sends edits of new records, as many per request as it may hold. */
    void edit(int count) {
        for (int left = count; left > 0; left -= MOST_AT_ONCE) {
            post(newRecords(Math.min(left, MOST_AT_ONCE), 0));
        }
    }

    /** The body of a request that edits new records. */
    String newRecords(int count, int priority) {
        String body = body(records, count, priority);
        records += count;
        return body;
    }

    /** The body of a request that edits the latest records once more. */
    String latestRecords(int count, int priority) {
        return body(records - count, count, priority);
    }

    private String body(int first, int count, int priority) {
        return RestClient.JSON.writeValueAsString(Map.of(
                "organizationId",
                organizationId,
                "priority",
                priority,
                "modifications",
                IntStream.range(first, first + count)
                        .mapToObj(Editor::modification)
                        .toList()));
    }

    private static Map<String, Object> modification(int record) {
        return Map.of(
                "pfaId",
                "PFA-%06d".formatted(record),
                "baseVersion",
                1,
                "baseValues",
                Map.of("manufacturer", "Caterpillar", "model", "336"),
                "changes",
                Map.of("manufacturer", "Liebherr", "model", "LR 1600"),
                "modifiedBy",
                "m.ortega",
                "changeReason",
                "Larger crane until commissioning");
    }

    /**
     * Returns when the gateway has queued all of it.
     *
     * @return the id of the job
     */
    String post(String body, String... headers) {
        RestClient.Answer answer = rest.post("/write-sync", body, headers);
        if (answer.status() != 200) {
            throw new AssertionError("Not queued: " + answer);
        }
        return answer.body().get("jobId").stringValue();
    }
}
