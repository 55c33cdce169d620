package com.pfavanguard.sync.cli.demo;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shows a failure: PEMS refuses an edit for good; after the reason is gone, a user retries it. */
record FailureScene() implements Scene {

    @Override
    public String title() {
        return "A failure: PEMS refuses an edit, and accepts it after a manual retry";
    }

    @Override
    public void play(SceneContext context) throws InterruptedException {
        StandInRecord record = context.newRecord();
        context.pems().answerWith(400, 1, record.pfaId());
        context.commentary().action("PEMS will answer 400 to the next request about " + record.pfaId());
        context.expect(record.pfaId(), Step.queued(), Step.processing(), Step.failed(0));
        context.write(record.edit(Map.of("model", "336 GC"), "delivered as 336 GC"));
        context.awaitEvents();

        JsonNode failed = context.gateway().failedItem(record.pfaId());
        context.commentary()
                .action("GET failed: %s, %s, retries used: %s"
                        .formatted(
                                failed.path("pfaId").asString(""),
                                failed.path("errorCode").asString(""),
                                failed.path("retryCount")));
        context.expect(record.pfaId(), Step.toVersion(record.version() + 1));
        context.commentary().action("PEMS accepts it now; POST retry");
        context.gateway().retry(failed.path("itemId").asString(""));
        context.awaitEvents();
    }
}
