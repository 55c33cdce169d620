package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import java.util.Map;

/**
 * Checks, before anything is written, that the gateway writes to the stand-in: an edit of version 0 without base
 * values conflicts with any state of PEMS. So the gateway only reads from its PEMS, and the stand-in can tell whether
 * it was asked.
 */
record StandInCheckScene() implements Scene {

    @Override
    public String title() {
        return "Which PEMS does it write to? A deliberate conflict, resolved with the values of PEMS: nothing is written";
    }

    @Override
    public void play(SceneContext context) throws InterruptedException {
        PfaId pfaId = context.newId();
        Map<String, Object> changes = Map.of("model", "of " + pfaId);
        context.expect(pfaId, Step.queued(), Step.processing(), Step.disputed(changes.keySet()));
        context.write(new Edit(pfaId, 0, null, changes, "demo: deliberate conflict"));
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
        context.commentary()
                .action("the gateway asked the stand-in PEMS for the record, so it writes to no other PEMS");
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
                        "%s did not ask the stand-in PEMS at %s for the record%s. It uses another PEMS, perhaps a real one, or none; the demo never runs against a real PEMS. Nothing was written. If the gateway has a stand-in, give its address from the start summary with --pems-url"
                                .formatted(context.gateway(), context.pems(), failure(context, pfaId))));
        context.organizationCode(code);
    }

    private static String failure(SceneContext context, PfaId pfaId) {
        return context.failure(pfaId)
                .map(failed -> ", and the edit of %s, which stays listed, failed (%s)".formatted(pfaId, failed.error()))
                .orElse("");
    }
}
