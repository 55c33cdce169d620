package com.pfavanguard.sync.cli.demo;

import java.util.Map;

/** Shows edits without conflicts, several in one request. */
record CleanWritesScene() implements Scene {

    @Override
    public String title() {
        return "Clean writes: three edits in one request";
    }

    @Override
    public void play(SceneContext context) throws InterruptedException {
        StandInRecord crane = context.newRecord();
        StandInRecord lift = context.newRecord();
        StandInRecord welder = context.newRecord();
        context.expect(crane.pfaId(), Step.toVersion(crane.version() + 1));
        context.expect(lift.pfaId(), Step.toVersion(lift.version() + 1));
        context.expect(welder.pfaId(), Step.toVersion(welder.version() + 1));
        context.write(
                crane.edit(Map.of("forecastEnd", crane.forecastEndIn(14)), "stays until commissioning"),
                lift.edit(Map.of("dor", lift.otherDor()), "goes to the charge code"),
                welder.edit(Map.of("manufacturer", "Lincoln Electric"), "spelling"));
        context.awaitEvents();
    }
}
