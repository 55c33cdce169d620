package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.watch.ScriptedGateway;
import com.pfavanguard.sync.cli.watch.ScriptedGateway.Script;
import com.pfavanguard.sync.cli.watch.WatchTimings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Runs the watch command to its end against a scripted gateway, and keeps the handshakes that the gateway received. */
record WatchRun(CommandRun result, List<String> requests) {

    /** Reconnects at once and waits long, so that no test depends on the machine's speed. */
    static final WatchTimings QUICK = new WatchTimings(
            Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(30));

    static WatchRun of(String options, Script... scripts) throws IOException {
        return of(QUICK, options, scripts);
    }

    static WatchRun of(WatchTimings timings, String options, Script... scripts) throws IOException {
        try (ScriptedGateway gateway = new ScriptedGateway(scripts)) {
            Stream<String> arguments = Stream.of(("watch org-rio --url " + gateway.url() + " " + options).split(" "));
            CommandRun result = CommandRun.of(
                    SyncCommands.commandLine(new WatchCommand(timings)), arguments.toArray(String[]::new));
            return new WatchRun(result, gateway.requests());
        }
    }

    static String greeting(String position) {
        return greeting(position, "");
    }

    static String greeting(String position, boolean recovered) {
        return greeting(position, ",\"recovered\":" + recovered);
    }

    private static String greeting(String position, String recovered) {
        return "{\"type\":\"CONNECTED\",\"organizationId\":\"org-rio\",\"timestamp\":\"2026-03-04T09:15:00.000Z\",\"eventId\":\"%s\"%s}"
                .formatted(position, recovered);
    }

    static String event(String id) {
        return "{\"type\":\"SYNC_PROCESSING\",\"pfaId\":\"PFA-%s\",\"organizationId\":\"org-rio\",\"timestamp\":\"2026-03-04T09:15:03.511Z\",\"eventId\":\"%s\"}"
                .formatted(id, id);
    }
}
