package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PfaValues;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes items as the JSON of the queue. Ignores fields that a newer version may have added. */
public final class WriteItemJson {

    // Not the application's mapper: spring.jackson.* settings must not change what lies in the queue.
    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public String encode(WriteItem item) {
        return mapper.writeValueAsString(new Body(
                item.itemId(),
                item.jobId(),
                item.modificationIdOrNull(),
                item.organizationId().value(),
                item.pfaId().value(),
                item.baseVersion(),
                item.baseValuesOrNull(),
                item.changes(),
                item.modifiedBy(),
                item.changeReasonOrNull(),
                item.priority(),
                item.queuedAt()));
    }

    /** @throws PoisonedItemException if it is not an item */
    public WriteItem decode(String json) {
        try {
            Body body = mapper.readValue(json, Body.class);
            if (body == null) {
                throw new PoisonedItemException("it is empty");
            }
            return item(body);
        } catch (JacksonException e) {
            // The parser's message quotes values and must not be logged.
            throw new PoisonedItemException("it is not the JSON of an item");
        } catch (IllegalArgumentException e) {
            throw new PoisonedItemException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether this is a JSON object that names no other organization and no other PFA; it need not be an item. */
    boolean mayBeOf(String json, String organizationId, Optional<String> pfaId) {
        try {
            Names names = mapper.readValue(json, Names.class);
            return names != null
                    && (names.organizationId == null || names.organizationId.equals(organizationId))
                    && (names.pfaId == null || pfaId.isEmpty() || names.pfaId.equals(pfaId.get()));
        } catch (JacksonException e) {
            return false;
        }
    }

    private static WriteItem item(Body body) {
        return new WriteItem(
                required(body.itemId, "itemId"),
                required(body.jobId, "jobId"),
                body.modificationId,
                new OrganizationId(required(body.organizationId, "organizationId")),
                new PfaId(required(body.pfaId, "pfaId")),
                required(body.baseVersion, "baseVersion"),
                body.baseValues,
                required(body.changes, "changes"),
                required(body.modifiedBy, "modifiedBy"),
                body.changeReason,
                required(body.priority, "priority"),
                required(body.queuedAt, "queuedAt"));
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private record Names(
            @Nullable String organizationId, @Nullable String pfaId) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            @Nullable UUID itemId,
            @Nullable String jobId,
            @Nullable String modificationId,
            @Nullable String organizationId,
            @Nullable String pfaId,
            @Nullable Integer baseVersion,
            @Nullable PfaValues baseValues,
            @Nullable PfaValues changes,
            @Nullable String modifiedBy,
            @Nullable String changeReason,
            @Nullable Integer priority,
            @Nullable Instant queuedAt) {}
}
