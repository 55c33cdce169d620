package com.pfavanguard.sync.pems.standin;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInRecords.Snapshot;
import com.pfavanguard.sync.pems.standin.StandInRecords.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Answers reads, updates and health checks as PEMS does (domain.md, "PEMS write API"), and in the requested wrong ways.
 */
final class StandInContract {

    // Looks like a real server's error page; none of it may ever reach a user.
    private static final String ERROR_PAGE =
            "<html><b>ORA-00942</b> at com.vendor.pems.Dao.update(Dao.java:211)</html>";

    private final StandInRecords records;

    StandInContract(StandInRecords records) {
        this.records = records;
    }

    StandInReply answer(StandInRequest request, StandInBehaviour behaviour) {
        return switch (behaviour.mode()) {
            case NORMAL, SLOW -> proper(request);
            case STATUS -> status(request, behaviour).withRetryAfter(behaviour.retryAfterOrNull());
            case MISSING -> StandInReply.error(404, "No such record");
            case GARBAGE -> StandInReply.text(200, "{\"newVersion\": 8, <br> Warning: undefined");
            case OVERSIZED ->
                StandInReply.text(200, "{\"newVersion\":8,\"padding\":\"" + "x".repeat(4_000_000) + "\"}");
            case HANG -> StandInReply.HANG;
            case CLOSE -> StandInReply.CLOSE;
            case LOST_ANSWER -> {
                proper(request);
                yield StandInReply.CLOSE;
            }
            case NO_VERSION -> withoutVersion(proper(request));
        };
    }

    private StandInReply proper(StandInRequest request) {
        return switch (request.operation()) {
            case HEALTH -> StandInReply.json(200, Map.of("status", "UP"));
            case READ -> read(request);
            case UPDATE -> update(request);
        };
    }

    private StandInReply read(StandInRequest request) {
        Snapshot record = records.read(request.organizationCode(), request.pfaId());
        return record(request.organizationCode(), request.pfaId(), record);
    }

    static StandInReply record(String organizationCode, String pfaId, Snapshot record) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("pfaId", pfaId);
        body.put("organizationCode", organizationCode);
        body.put("version", record.version());
        body.put("updatedAt", record.updatedAt().toString());
        body.put("fields", record.values());
        return StandInReply.json(200, body);
    }

    private StandInReply update(StandInRequest request) {
        UpdateBody body = parse(request);
        if (body == null
                || body.version() == null
                || body.changes() == null
                || body.changes().isEmpty()) {
            return StandInReply.error(400, "version and changes are required");
        }
        Optional<StandInReply> refusal = refusal(request, body, body.changes());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Write write = records.write(request.organizationCode(), request.pfaId(), body.version(), body.changes());
        if (!write.accepted()) {
            return conflict(write.version(), write.conflictingFields());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("pfaId", request.pfaId());
        answer.put("newVersion", write.version());
        answer.put("updatedAt", write.updatedAt().toString());
        answer.put("message", "Updated");
        return StandInReply.json(200, answer);
    }

    private static Optional<StandInReply> refusal(StandInRequest request, UpdateBody body, PfaValues changes) {
        if (!request.pfaId().equals(body.pfaId()) || !request.organizationCode().equals(body.organizationCode())) {
            return Optional.of(StandInReply.error(400, "Body, path and headers disagree"));
        }
        if (body.modifiedBy() == null || body.modifiedBy().isBlank()) {
            return Optional.of(StandInReply.error(400, "modifiedBy is required"));
        }
        boolean allWritable = changes.names().stream()
                .allMatch(
                        name -> PfaField.named(name).filter(PfaField::writable).isPresent());
        return allWritable ? Optional.empty() : Optional.of(StandInReply.error(422, "Unknown or read-only field"));
    }

    // A false conflict: PEMS insists although the version is right.
    private StandInReply status(StandInRequest request, StandInBehaviour behaviour) {
        if (behaviour.status() != 409) {
            return StandInReply.text(behaviour.status(), ERROR_PAGE);
        }
        UpdateBody body = parse(request);
        List<String> fields = body == null || body.changes() == null
                ? List.of()
                : List.copyOf(body.changes().names());
        return conflict(
                records.read(request.organizationCode(), request.pfaId()).version(), fields);
    }

    private static StandInReply conflict(int currentVersion, List<String> fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("success", false);
        body.put("error", "VERSION_CONFLICT");
        body.put("message", "The record has been changed");
        body.put("currentVersion", currentVersion);
        body.put("conflictingFields", fields);
        return StandInReply.json(409, body);
    }

    private static StandInReply withoutVersion(StandInReply proper) {
        return proper.status() == 200 ? StandInReply.json(200, Map.of("success", true)) : proper;
    }

    private static @Nullable UpdateBody parse(StandInRequest request) {
        try {
            return StandInReply.JSON.readValue(request.body(), UpdateBody.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    private record UpdateBody(
            @Nullable String pfaId,
            @Nullable String organizationCode,
            @Nullable PfaValues changes,
            @Nullable Integer version,
            @Nullable String modifiedBy) {}
}
