package com.pfavanguard.sync.cli.demo;

import java.util.Map;

/** PEMS is unavailable for a while; the worker comes back by itself. */
record BusyPems() implements Scene {

    @Override
    public String title() {
        return "A retry: PEMS answers 503 twice, then accepts";
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        StandInRecord record = stage.newRecord();
        stage.pems().answerWith(503, 2, record.pfaId());
        stage.commentary().action("PEMS will answer 503 to the next two requests about " + record.pfaId());
        stage.expect(record.pfaId(), Step.queued(), Step.processing());
        stage.expect(record.pfaId(), Step.queuedAgain(1), Step.processing());
        stage.expect(record.pfaId(), Step.queuedAgain(2), Step.processing());
        stage.expect(record.pfaId(), Step.written(record.version() + 1));
        stage.write(record.edit(Map.of("forecastEnd", record.forecastEndIn(7)), "one week more"));
        stage.awaitEvents();
    }
}
