package com.pfavanguard.sync.cli.demo;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** PEMS refuses for good; once the reason is gone, somebody has the edit tried again. */
record RefusedWrite() implements Scene {

    @Override
    public String title() {
        return "A failure: PEMS refuses an edit for good, and later takes it";
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        StandInRecord record = stage.newRecord();
        stage.pems().answerWith(400, 1, record.pfaId());
        stage.commentary().action("PEMS will answer 400 to the next request about " + record.pfaId());
        stage.expect(record.pfaId(), Step.queued(), Step.processing(), Step.failed(0));
        stage.write(record.edit(Map.of("model", "336 GC"), "delivered as 336 GC"));
        stage.awaitEvents();

        JsonNode failed = stage.instance().failedItem(record.pfaId());
        stage.commentary()
                .action("GET failed: %s, %s, retries used: %s"
                        .formatted(
                                failed.path("pfaId").asString(""),
                                failed.path("errorCode").asString(""),
                                failed.path("retryCount")));
        stage.expect(record.pfaId(), Step.toVersion(record.version() + 1));
        stage.commentary().action("PEMS takes it now; POST retry");
        stage.instance().retry(failed.path("itemId").asString(""));
        stage.awaitEvents();
    }
}
