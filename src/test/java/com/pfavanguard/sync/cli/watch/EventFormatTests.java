package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventFormatTests {

    private static final String ENVELOPE =
            "\"organizationId\":\"org-rio\",\"timestamp\":\"2026-03-04T09:15:02.040Z\",\"eventId\":\"e-1\"";

    private final EventFormat readable = EventFormat.readable(ZoneOffset.UTC, false);

    @Test
    void everyKindOfMessageHasItsLineInTheSameColumns() {
        assertThat(line("CONNECTED")).isEqualTo("09:15:02.040  ● Connected     org-rio       live from now on");
        assertThat(line("SYNC_QUEUED")).isEqualTo("09:15:02.040  ⧗ Queued        PFA-70412");
        assertThat(line("SYNC_PROCESSING")).isEqualTo("09:15:02.040  ↻ Syncing       PFA-70412");
        assertThat(line("SYNC_SUCCESS", "\"newVersion\":8"))
                .isEqualTo("09:15:02.040  ✓ Synced        PFA-70412     version 8");
        assertThat(line("SYNC_CONFLICT", "\"conflictId\":\"c-1\",\"conflictingFields\":[\"forecastEnd\",\"dor\"]"))
                .isEqualTo("09:15:02.040  ⚠ Conflict      PFA-70412     forecastEnd, dor (conflict c-1)");
        assertThat(line("SYNC_FAILED", "\"error\":\"PEMS is down\",\"retryCount\":3"))
                .isEqualTo("09:15:02.040  ✗ Failed        PFA-70412     PEMS is down (after 3 retries)");
        assertThat(line("SYNC_REMOVED", "\"reason\":\"given_up\""))
                .isEqualTo("09:15:02.040  − Removed       PFA-70412     failed edit given up by a user");
        assertThat(line("SYNC_REMOVED", "\"reason\":\"expired\""))
                .isEqualTo("09:15:02.040  − Removed       PFA-70412     failed edit no longer kept");
    }

    @Test
    void aRetryShowsItsCountAndWhen() {
        assertThat(line("SYNC_QUEUED", "\"retryCount\":2,\"nextAttemptAt\":\"2026-03-04T09:15:12.040Z\""))
                .isEqualTo("09:15:02.040  ⧗ Retrying 2    PFA-70412     next attempt at 09:15:12.040");
    }

    @Test
    void aResolvedConflictShowsHow() {
        assertThat(line("SYNC_SUCCESS", "\"newVersion\":8,\"resolution\":\"use_pems\""))
                .endsWith("version 8, conflict resolved: use_pems");
    }

    @Test
    void retriesAreCountedAsPeopleDo() {
        assertThat(line("SYNC_FAILED", "\"error\":\"x\",\"retryCount\":0")).endsWith("x (not retried)");
        assertThat(line("SYNC_FAILED", "\"error\":\"x\",\"retryCount\":1")).endsWith("x (after 1 retry)");
    }

    @Test
    void theGreetingTellsWhetherEventsAreMissing() {
        assertThat(readable.line(message("{\"type\":\"CONNECTED\",\"recovered\":true," + ENVELOPE + "}")))
                .endsWith("all missed events follow");
        assertThat(readable.line(message("{\"type\":\"CONNECTED\",\"recovered\":false," + ENVELOPE + "}")))
                .endsWith("events are missing: refetch");
    }

    @Test
    void whatANewerGatewaySaysIsShownAsItIs() {
        assertThat(line("SYNC_PAUSED")).contains("? Unknown").contains("\"type\":\"SYNC_PAUSED\"");
        assertThat(line("SYNC_SUCCESS")).contains("? Unknown");
    }

    @Test
    void textFromElsewhereIsNoTerminalCode() {
        assertThat(line("SYNC_FAILED", "\"error\":\"\\u001b]0;owned\\u0007down\\nSynced\",\"retryCount\":0"))
                .endsWith("down Synced (not retried)");
    }

    @Test
    void coloursAreThereWhenWanted() {
        String line = EventFormat.readable(ZoneOffset.UTC, true).line(message(json("SYNC_PROCESSING", "")));

        assertThat(line).contains("\u001B[34m↻ Syncing");
        assertThat(TerminalText.clean(line)).isEqualTo(line("SYNC_PROCESSING"));
    }

    @Test
    void jsonIsPrintedAsItCameOnOneLine() {
        String json = json("SYNC_PAUSED", "\"x\": 1.50");

        assertThat(EventFormat.json().line(message(json))).isEqualTo(json);
        assertThat(EventFormat.json().line(message(json.replace(": ", ":\n")))).isEqualTo(json);
    }

    private String line(String type) {
        return readable.line(message(json(type, "")));
    }

    private String line(String type, String details) {
        return readable.line(message(json(type, details)));
    }

    private static String json(String type, String details) {
        return "{\"type\":\"%s\",\"pfaId\":\"PFA-70412\",%s,\"details\":{%s}}".formatted(type, ENVELOPE, details);
    }

    private static ServerMessage message(String json) {
        return new MessageReader().read(json).orElseThrow();
    }
}
