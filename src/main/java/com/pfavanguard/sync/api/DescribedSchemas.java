package com.pfavanguard.sync.api;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/** JSON schemas (OpenAPI 3.1) that cannot be derived from the controllers' types. */
final class DescribedSchemas {

    static final String CHANGES = "PfaChanges";
    static final String PROBLEM = "Problem";

    private DescribedSchemas() {}

    /** Any fields of a record. */
    static Schema<?> anyValues() {
        return record(field -> true, "Values of a PFA record, by field").maxProperties(PfaValues.MAX_FIELDS);
    }

    /** The fields that edits may set. */
    static Schema<?> changes() {
        return record(PfaField::writable, "The fields to set; null clears one")
                .minProperties(1)
                .additionalProperties(false);
    }

    private static Schema<?> record(Predicate<PfaField> wanted, String description) {
        Schema<?> record = ofType("object").description(description);
        Arrays.stream(PfaField.values())
                .filter(wanted)
                .forEach(field -> record.addProperty(field.jsonName(), schema(field)));
        return record;
    }

    private static Schema<?> schema(PfaField field) {
        return switch (field.type()) {
            case TEXT -> ofType("string", "null").maxLength(500);
            case DATE ->
                ofType("string", "null")
                        .format("date-time")
                        .description(
                                "ISO 8601; a date without time means midnight UTC. Returned in UTC, to the millisecond");
            case DECIMAL -> ofType("number", "null").minimum(BigDecimal.ZERO);
            case BOOLEAN -> ofType("boolean");
            case ENUM -> oneOf(field.allowedValues());
            case STRUCTURE -> new Schema<>().description("A list or an object");
        };
    }

    private static Schema<?> oneOf(List<String> values) {
        Schema<Object> schema = ofType("string");
        schema.setEnum(List.copyOf(values));
        return schema;
    }

    /** Problem details of RFC 9457 with our {@code code}. */
    static Schema<?> problem() {
        List<String> codes = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();
        Schema<?> problem = ofType("object").description("An error, as in RFC 9457");
        problem.addProperty("type", ofType("string").format("uri-reference"));
        problem.addProperty("title", ofType("string"));
        problem.addProperty("status", ofType("integer"));
        problem.addProperty("detail", ofType("string").description("For people"));
        problem.addProperty("instance", ofType("string").format("uri-reference"));
        problem.addProperty("code", oneOf(codes).description("For programs"));
        problem.addProperty(
                "retryable",
                ofType("boolean")
                        .description("Whether the same request may succeed later: true with 429 and 503 only"));
        problem.addProperty(
                "validationErrors",
                ofType("array")
                        .items(ofType("object"))
                        .description("With VALIDATION_FAILED: each fault with its field, message and code"));
        problem.addProperty(
                "requestId",
                ofType("string").description("With INTERNAL_ERROR: id under which the log contains the cause"));
        problem.addProperty(
                "retryAfter",
                ofType("integer").description("With RATE_LIMIT_EXCEEDED: seconds until the next request is allowed"));
        problem.addProperty(
                "limit", ofType("integer").description("With RATE_LIMIT_EXCEEDED: requests allowed per minute"));
        problem.addProperty("remaining", ofType("integer").description("With RATE_LIMIT_EXCEEDED: requests left"));
        problem.addProperty(
                "resetAt",
                ofType("string")
                        .format("date-time")
                        .description("With RATE_LIMIT_EXCEEDED: when the full limit is available again"));
        problem.setRequired(List.of("title", "status", "code", "retryable"));
        return problem;
    }

    private static Schema<Object> ofType(String... types) {
        Schema<Object> schema = new Schema<>();
        schema.setTypes(new LinkedHashSet<>(List.of(types)));
        return schema;
    }
}
