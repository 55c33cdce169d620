package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.cli.watch.EventFormat;
import com.pfavanguard.sync.cli.watch.StreamAddress;
import com.pfavanguard.sync.event.OrganizationId;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Plays the demo, from the first scene to the summary. Runs on the thread that calls {@link #play}; any thread may
 * call {@link #stop}.
 */
public final class Demo {

    private static final List<Scene> SCENES = List.of(
            new StandInCheckScene(),
            new CleanWritesScene(),
            new RetryScene(),
            new FieldConflictScene(),
            new FailureScene());

    private final OrganizationId organizationId;
    private final Duration patience;
    private final GatewayApi api;
    private final StandInClient pems;
    private final LiveEvents live;
    private final Commentary commentary;
    private final RecordIds ids = new RecordIds(RandomGenerator.getDefault());
    private final PrintWriter err;

    /**
     * @param gateway the organization's stream at the running gateway, with the token for it
     * @param patience how long to wait for an event, in addition to announced pauses
     * @param err gets the notices about the connection
     */
    public Demo(
            StreamAddress gateway,
            PemsUrl pems,
            Duration patience,
            EventFormat format,
            PrintWriter out,
            PrintWriter err) {
        this.organizationId = gateway.organizationId();
        this.patience = patience;
        this.err = err;
        this.api = new GatewayApi(gateway);
        this.pems = new StandInClient(pems);
        live = new LiveEvents(gateway, ids::contains, err);
        commentary = new Commentary(out, format);
    }

    /**
     * Plays all scenes, then stops.
     *
     * @throws DemoFailedException if the demo cannot run here, or an event did not arrive as documented
     * @throws InterruptedException if the demo was stopped
     */
    public void play(Clock clock) throws InterruptedException {
        try {
            long start = System.nanoTime();
            api.status();
            pems.requireReady(organizationId);
            live.start(patience);
            commentary.line("A day of %s at %s, with the records %s; the stand-in PEMS is at %s"
                    .formatted(organizationId, api, ids, pems));
            SceneContext context = new SceneContext(api, pems, live, commentary, ids, patience, clock);
            for (Scene scene : SCENES) {
                commentary.title(scene.title());
                scene.play(context);
                context.endScene();
            }
            summary(context, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            stop();
        }
    }

    private void summary(SceneContext context, Duration took) throws InterruptedException {
        JsonNode status = api.status();
        commentary.line("");
        commentary.line(
                "Done in %d s: %d edits, %d events, all in the documented order; ignored %d events of other records"
                        .formatted(took.toSeconds(), context.edits(), commentary.events(), live.others()));
        commentary.line("GET sync-status: %s completed, %s failed, %s conflicts open, %s"
                .formatted(
                        status.path("completed"),
                        status.path("failed"),
                        status.path("conflicts"),
                        status.path("health").asString("")));
    }

    /** Leaves the stream and resets the stand-in. Idempotent. */
    public void stop() {
        live.stop();
        try {
            pems.behaveAsBefore();
        } catch (DemoFailedException e) {
            err.println("could not reset the stand-in PEMS: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
