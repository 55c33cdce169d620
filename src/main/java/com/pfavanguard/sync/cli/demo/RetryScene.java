package com.pfavanguard.sync.cli.demo;

import java.util.Map;

/** Shows a retry: PEMS is unavailable for a while, and the worker tries again. */
record RetryScene() implements Scene {

    @Override
    public String title() {
        return "A retry: PEMS answers 503 twice, then accepts";
    }

    @Override
    public void play(SceneContext context) throws InterruptedException {
        StandInRecord record = context.newRecord();
        context.pems().answerWith(503, 2, record.pfaId());
        context.commentary().action("PEMS will answer 503 to the next two requests about " + record.pfaId());
        context.expect(record.pfaId(), Step.queued(), Step.processing());
        context.expect(record.pfaId(), Step.queuedAgain(1), Step.processing());
        context.expect(record.pfaId(), Step.queuedAgain(2), Step.processing());
        context.expect(record.pfaId(), Step.written(record.version() + 1));
        context.write(record.edit(Map.of("forecastEnd", record.forecastEndIn(7)), "one week more"));
        context.awaitEvents();
    }
}
