package com.pfavanguard.sync.cli.demo;

import java.util.Map;

/** Most of a day: edits nobody disputes, several in one request. */
record CleanWrites() implements Scene {

    @Override
    public String title() {
        return "Clean writes: three edits in one request";
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        StandInRecord crane = stage.newRecord();
        StandInRecord lift = stage.newRecord();
        StandInRecord welder = stage.newRecord();
        stage.expect(crane.pfaId(), Step.toVersion(crane.version() + 1));
        stage.expect(lift.pfaId(), Step.toVersion(lift.version() + 1));
        stage.expect(welder.pfaId(), Step.toVersion(welder.version() + 1));
        stage.write(
                crane.edit(Map.of("forecastEnd", crane.forecastEndIn(14)), "stays until commissioning"),
                lift.edit(Map.of("dor", lift.otherDor()), "goes to the charge code"),
                welder.edit(Map.of("manufacturer", "Lincoln Electric"), "spelling"));
        stage.awaitEvents();
    }
}
