package com.pfavanguard.sync.pems;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PemsUpdateResult.Accepted;
import com.pfavanguard.sync.pems.PemsUpdateResult.VersionConflict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the bodies of the PEMS contract (domain.md, "PEMS write API"). Ignores what PEMS adds to them. */
final class PemsJson {

    // Not the application's mapper: spring.jackson.* settings must not change the contract.
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    byte[] body(PemsUpdate update, String organizationCode) {
        return mapper.writeValueAsBytes(new UpdateBody(
                update.pfaId().value(),
                organizationCode,
                update.changes(),
                update.version(),
                update.modifiedBy(),
                update.changeReasonOrNull()));
    }

    /** @param written the version written against; the new one must be later */
    Accepted accepted(PemsAnswer answer, int written, String what) {
        AcceptedBody body = parse(answer, AcceptedBody.class, what);
        if (body.newVersion() == null || body.newVersion() <= written) {
            throw PemsException.wrong(what, "newVersion is missing or not later than the version before");
        }
        return new Accepted(body.newVersion(), moment(body.updatedAt()));
    }

    /** Never fails: the status alone shows a conflict, the body only adds details. */
    VersionConflict conflict(PemsAnswer answer, String what) {
        try {
            ConflictBody body = parse(answer, ConflictBody.class, what);
            List<@Nullable String> fields = Objects.requireNonNullElse(body.conflictingFields(), List.of());
            return new VersionConflict(
                    body.currentVersion(),
                    fields.stream().filter(Objects::nonNull).toList());
        } catch (PemsException e) {
            return new VersionConflict(null, List.of());
        }
    }

    PfaRecord record(
            PemsAnswer answer, OrganizationId organizationId, String organizationCode, PfaId pfaId, String what) {
        RecordBody body = parse(answer, RecordBody.class, what);
        if (body.version() == null || body.version() < 0 || body.fields() == null) {
            throw PemsException.wrong(what, "version or fields are missing");
        }
        if (!pfaId.value().equals(body.pfaId()) || !organizationCode.equals(body.organizationCode())) {
            throw PemsException.wrong(what, "it is about another record");
        }
        return new PfaRecord(pfaId, organizationId, body.version(), moment(body.updatedAt()), body.fields());
    }

    private <T> T parse(PemsAnswer answer, Class<T> type, String what) {
        if (answer.bodyOrNull() == null) {
            throw PemsException.unusable(what, "it is longer than sync.pems.max-response-size");
        }
        T body;
        try {
            body = mapper.readValue(answer.bodyOrNull(), type);
        } catch (JacksonException e) {
            // The parser's message quotes the input and must not be logged.
            throw PemsException.unusable(what, "it is not the expected JSON");
        }
        if (body == null) {
            throw PemsException.unusable(what, "it is empty");
        }
        return body;
    }

    private static @Nullable Instant moment(@Nullable String text) {
        return text == null ? null : PfaDates.parse(text).orElse(null);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record UpdateBody(
            String pfaId,
            String organizationCode,
            PfaValues changes,
            int version,
            String modifiedBy,
            @Nullable String changeReason) {}

    private record AcceptedBody(
            @Nullable Integer newVersion, @Nullable String updatedAt) {}

    private record ConflictBody(
            @Nullable Integer currentVersion, @Nullable List<@Nullable String> conflictingFields) {}

    private record RecordBody(
            @Nullable String pfaId,
            @Nullable String organizationCode,
            @Nullable Integer version,
            @Nullable String updatedAt,
            @Nullable PfaValues fields) {}
}
