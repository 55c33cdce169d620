package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import java.util.Map;

/**
 * Makes sure that the instance writes to the stand-in, before anything is written: an edit of a record of version 0,
 * without what its user saw, is in conflict with whatever PEMS holds. So PEMS is only read, and the stand-in can tell
 * whether it was the one.
 */
record StandInCheckScene() implements Scene {

    @Override
    public String title() {
        return "Whom does it write to? A conflict by design, decided for PEMS: nothing is written";
    }

    @Override
    public void play(SceneContext context) throws InterruptedException {
        PfaId pfaId = context.newId();
        Map<String, Object> changes = Map.of("model", "of " + pfaId);
        context.expect(pfaId, Step.queued(), Step.processing(), Step.disputed(changes.keySet()));
        context.write(new Edit(pfaId, 0, null, changes, "demo: only to be disputed"));
        try {
            context.awaitEvents();
        } catch (DemoFailedException e) {
            if (context.isTakenUp(pfaId)) {
                learnOrganizationCode(context, pfaId);
            }
            throw e;
        }
        SyncConflict conflict = context.conflict(pfaId);
        context.expect(pfaId, Step.keptAsInPems(version(context, conflict)));
        context.resolve(conflict, "use_pems", Map.of("resolution", "use_pems"));
        context.awaitEvents();
        learnOrganizationCode(context, pfaId);
        context.commentary().action("the stand-in PEMS was asked for it: this instance writes to no other");
    }

    private static int version(SceneContext context, SyncConflict conflict) throws InterruptedException {
        return context.gateway()
                .conflict(conflict.conflictId())
                .path("pemsVersion")
                .asInt(0);
    }

    private static void learnOrganizationCode(SceneContext context, PfaId pfaId) throws InterruptedException {
        String code = context.pems()
                .organizationCodeOf(pfaId)
                .orElseThrow(() -> new DemoFailedException(
                        "%s did not ask the stand-in PEMS at %s for the record%s. It writes to another PEMS, perhaps a real one, or to none, and the demo never plays with a real PEMS. Nothing was written. If it has a stand-in, its address stands in the start summary: --pems-url"
                                .formatted(context.gateway(), context.pems(), failure(context, pfaId))));
        context.organizationCode(code);
    }

    private static String failure(SceneContext context, PfaId pfaId) {
        return context.failure(pfaId)
                .map(failed -> ", and the edit of %s, which stays listed, failed (%s)".formatted(pfaId, failed.error()))
                .orElse("");
    }
}
