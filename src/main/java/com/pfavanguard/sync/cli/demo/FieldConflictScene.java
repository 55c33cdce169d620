package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.SyncConflict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Shows a conflict: a user and PEMS have changed the same fields, and a person decides field by field. */
record FieldConflictScene() implements Scene {

    @Override
    public String title() {
        return "A conflict: PEMS has changed two of the fields the user changed; merged field by field";
    }

    @Override
    public void play(SceneContext context) throws InterruptedException {
        StandInRecord seen = context.newRecord();
        Map<String, Object> mine = new LinkedHashMap<>();
        mine.put("forecastEnd", seen.forecastEndIn(30));
        mine.put("model", "the user's model");
        mine.put("dor", seen.otherDor());
        Map<String, Object> theirs = new LinkedHashMap<>();
        theirs.put("forecastEnd", seen.forecastEndIn(-3));
        theirs.put("model", "PEMS's model");
        int inPems = context.changeInPems(seen, theirs).version();

        context.expect(seen.pfaId(), Step.queued(), Step.processing(), Step.disputed(Set.copyOf(theirs.keySet())));
        context.write(seen.edit(mine, "the crane is needed longer"));
        context.awaitEvents();

        SyncConflict conflict = context.conflict(seen.pfaId());
        show(context, context.gateway().conflict(conflict.conflictId()));
        Map<String, Object> chosen = new LinkedHashMap<>(theirs);
        chosen.put("forecastEnd", mine.get("forecastEnd"));
        context.expect(seen.pfaId(), Step.toVersion(inPems + 1));
        context.resolve(
                conflict,
                "merge, forecastEnd as the user wants it, model as PEMS has it",
                Map.of("resolution", "merge", "mergedData", chosen));
        context.awaitEvents();

        chosen.put("dor", mine.get("dor"));
        requireHeld(context.read(seen.pfaId()), chosen);
        context.commentary().action("PEMS now has the user's forecastEnd, its own model, and the user's dor");
    }

    private static void show(SceneContext context, JsonNode conflict) {
        context.commentary()
                .action("GET conflicts: %s, the user's edit of version %s against version %s in PEMS, in conflict: %s"
                        .formatted(
                                conflict.path("pfaId").asString(""),
                                conflict.path("localVersion"),
                                conflict.path("pemsVersion"),
                                String.join(
                                        ", ",
                                        conflict.path("conflictFields").values().stream()
                                                .map(JsonNode::asString)
                                                .toList())));
    }

    private static void requireHeld(StandInRecord record, Map<String, Object> values) {
        values.forEach((name, value) -> {
            if (!record.holds(name, value)) {
                throw new DemoFailedException(
                        "PEMS does not hold the values of the decision: %s of %s".formatted(name, record.pfaId()));
            }
        });
    }
}
