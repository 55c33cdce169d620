package com.pfavanguard.sync.pauses;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry of the broker's log of pauses: an organization was paused or goes on. The end of a pause is an entry too,
 * since processes that follow the log hear of entries and not of their absence.
 *
 * @param at when; of two entries for one organization the later one counts
 * @param reason empty if the organization goes on
 */
record PauseEntry(OrganizationId organizationId, boolean paused, Instant at, String reason, String by) {

    Optional<WritePause> pause() {
        return paused ? Optional.of(new WritePause(organizationId, at, reason, by)) : Optional.empty();
    }

    String key() {
        return organizationId.value();
    }

    String json() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("organizationId", organizationId.value())
                .put("paused", paused)
                .put("at", at.toString())
                .put("reason", reason)
                .put("by", by)
                .toString();
    }

    /** @throws IllegalArgumentException if it is none: put there by hand, or by a later version */
    static PauseEntry parse(String json) {
        try {
            JsonNode entry = JsonMapper.shared().readTree(json);
            JsonNode paused = entry.path("paused");
            if (!paused.isBoolean()) {
                throw new IllegalArgumentException("Not an entry of a pause");
            }
            return new PauseEntry(
                    new OrganizationId(entry.path("organizationId").asString("")),
                    paused.booleanValue(),
                    Instant.parse(entry.path("at").asString("")),
                    entry.path("reason").asString(""),
                    entry.path("by").asString(""));
        } catch (JacksonException | DateTimeException e) {
            throw new IllegalArgumentException("Not an entry of a pause", e);
        }
    }
}
