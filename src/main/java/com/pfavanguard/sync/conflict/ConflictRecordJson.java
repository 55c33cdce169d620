package com.pfavanguard.sync.conflict;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.pfavanguard.sync.conflict.ConflictRecord.Decision;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.PoisonedItemException;
import com.pfavanguard.sync.writequeue.WriteItemJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes conflict records as the JSON of their queues. */
final class ConflictRecordJson {

    // Not the application's mapper: spring.jackson.* settings must not change what lies in a queue.
    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final WriteItemJson items = new WriteItemJson();

    String encode(ConflictRecord conflict) {
        Decision decision = conflict.decisionOrNull();
        return mapper.writeValueAsString(new Body(
                conflict.conflictId(),
                items.encode(conflict.item()),
                conflict.pemsData(),
                conflict.pemsVersion(),
                conflict.conflictFields(),
                conflict.createdAt(),
                decision == null ? null : decision.strategy(),
                decision == null ? null : decision.mergedDataOrNull(),
                decision == null ? null : decision.resolvedBy(),
                decision == null ? null : decision.resolvedAt()));
    }

    /** @throws UnreadableConflictException if it is not a conflict record */
    ConflictRecord decode(String json) {
        try {
            return conflict(mapper.readValue(json, Body.class));
        } catch (JacksonException | PoisonedItemException | NullPointerException e) {
            // The parser's message quotes values and must not be logged.
            throw new UnreadableConflictException();
        }
    }

    private ConflictRecord conflict(Body body) {
        Decision decision = body.resolution == null || body.resolvedBy == null || body.resolvedAt == null
                ? null
                : new Decision(body.resolution, body.mergedData, body.resolvedBy, body.resolvedAt);
        return new ConflictRecord(
                Objects.requireNonNull(body.conflictId),
                items.decode(Objects.requireNonNull(body.item)),
                Objects.requireNonNull(body.pemsData),
                body.pemsVersion,
                Objects.requireNonNull(body.conflictFields),
                Objects.requireNonNull(body.createdAt),
                decision);
    }

    /** @param item the item's own JSON, as text, so that only {@link WriteItemJson} knows its form */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            UUID conflictId,
            String item,
            PfaValues pemsData,
            int pemsVersion,
            List<String> conflictFields,
            Instant createdAt,
            @Nullable ResolutionStrategy resolution,
            @Nullable PfaValues mergedData,
            @Nullable String resolvedBy,
            @Nullable Instant resolvedAt) {}
}
