package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.Connected;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.event.SyncSuccess;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats messages for people, in columns: time, badge, record, details. */
record ReadableLines(ZoneId zone, boolean colour) implements EventFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final int LONGEST_UNKNOWN = 200;

    @Override
    public String line(ServerMessage message) {
        if (message instanceof ServerMessage.Greeting greeting) {
            return greeting(greeting.connected());
        }
        if (message instanceof ServerMessage.Event event) {
            return event(event.event());
        }
        String json = message.json();
        String start = json.length() > LONGEST_UNKNOWN ? json.substring(0, LONGEST_UNKNOWN) + "…" : json;
        return columns("", Badge.UNKNOWN.show(colour), "", start);
    }

    private String greeting(Connected greeting) {
        String details = "live from now on";
        if (greeting.recovered() != null) {
            details = greeting.recovered() ? "all missed events follow" : "events are missing: refetch";
        }
        String badge = Badge.CONNECTED.show(colour);
        return columns(
                time(greeting.timestamp()), badge, greeting.organizationId().value(), details);
    }

    private String event(SyncEvent event) {
        if (event instanceof SyncQueued queued) {
            return queued.retry()
                    .map(retry -> retrying(queued, retry))
                    .orElseGet(() -> columns(event, Badge.QUEUED, ""));
        }
        if (event instanceof SyncProcessing) {
            return columns(event, Badge.SYNCING, "");
        }
        if (event instanceof SyncSuccess success) {
            String resolution =
                    success.resolution().map(", conflict resolved: "::concat).orElse("");
            return columns(event, Badge.SYNCED, "version " + success.newVersion() + resolution);
        }
        if (event instanceof SyncConflict conflict) {
            String fields = String.join(", ", conflict.conflictingFields());
            return columns(event, Badge.CONFLICT, "%s (conflict %s)".formatted(fields, conflict.conflictId()));
        }
        if (event instanceof SyncRemoved removed) {
            return columns(event, Badge.REMOVED, reason(removed.reason()));
        }
        SyncFailed failed = (SyncFailed) event;
        return columns(event, Badge.FAILED, "%s (%s)".formatted(failed.error(), retries(failed.retryCount())));
    }

    private String retrying(SyncQueued queued, SyncQueued.Retry retry) {
        String badge = Badge.RETRYING.show(Integer.toString(retry.retryCount()), colour);
        String details = "next attempt at " + time(retry.nextAttemptAt());
        return columns(time(queued.timestamp()), badge, queued.pfaId().value(), details);
    }

    private static String reason(SyncRemoved.Reason reason) {
        return switch (reason) {
            case GIVEN_UP -> "failed edit given up by a user";
            case EXPIRED -> "failed edit no longer kept";
        };
    }

    private static String retries(int count) {
        return switch (count) {
            case 0 -> "not retried";
            case 1 -> "after 1 retry";
            default -> "after " + count + " retries";
        };
    }

    private String columns(SyncEvent event, Badge badge, String details) {
        return columns(
                time(event.timestamp()), badge.show(colour), event.pfaId().value(), details);
    }

    private static String columns(String time, String badge, String subject, String details) {
        return "%-12s  %s  %-12s  %s"
                .formatted(time, badge, subject, TerminalText.clean(details))
                .stripTrailing();
    }

    private String time(Instant moment) {
        return TIME.format(moment.atZone(zone));
    }
}
