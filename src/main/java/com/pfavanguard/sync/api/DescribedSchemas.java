package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PfaFault;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** JSON schemas (OpenAPI 3.1) that cannot be derived from the controllers' types. */
final class DescribedSchemas {

    static final String CHANGES = "PfaChanges";
    static final String PROBLEM = "Problem";

    // They show what was sent, valid or not.
    private static final Set<String> SHOWS_ANY_ID = Set.of("InvalidModification", "FailedItem");

    private static final String FAULT = "Fault";
    private static final String INVALID_MODIFICATION = "InvalidModification";

    private DescribedSchemas() {}

    /** Any fields of a record. */
    static Schema<?> anyValues() {
        Schema<?> values =
                record(field -> true, "Values of a PFA record, by field").maxProperties(PfaValues.MAX_FIELDS);
        // The limits are those of edits; PEMS may hold anything.
        values.getProperties().values().forEach(value -> {
            value.setMaxLength(null);
            value.setMinimum(null);
        });
        return values;
    }

    /** The fields that edits may set. */
    static Schema<?> changes() {
        return record(PfaField::writable, "The fields to set; null clears one, except those that always have a value")
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
                        .description("ISO 8601; a date without time means midnight UTC. Returned in UTC, to the"
                                + " millisecond");
            case DECIMAL -> ofType("number", "null").minimum(BigDecimal.ZERO);
            case BOOLEAN -> ofType("boolean", "null");
            case ENUM -> oneOfOrNull(field.allowedValues());
            case STRUCTURE -> new Schema<>().description("A list or an object");
        };
    }

    static Schema<?> oneOf(List<String> values) {
        Schema<Object> schema = ofType("string");
        schema.setEnum(List.copyOf(values));
        return schema;
    }

    private static Schema<?> oneOfOrNull(List<String> values) {
        List<Object> all = new ArrayList<>(values);
        all.add(null);
        Schema<Object> schema = ofType("string", "null");
        schema.setEnum(all);
        return schema;
    }

    /** Sets the syntax of ids, which mean the same wherever they stand. */
    static void limitIds(String owner, Schema<?> schema) {
        if (schema.getProperties() != null && !SHOWS_ANY_ID.contains(owner)) {
            schema.getProperties().forEach((name, property) -> {
                switch (name) {
                    case "organizationId" -> id(property, OrganizationId.SYNTAX);
                    case "pfaId" -> id(property, PfaId.SYNTAX);
                    default -> {}
                }
            });
        }
    }

    private static void id(Schema<?> property, String syntax) {
        if (property.getPattern() == null && property.getTypes() != null) {
            property.setPattern(whole(syntax));
        }
    }

    /** The schemas of errors, by name. */
    static Map<String, Schema<?>> errors() {
        Schema<?> fault = ofType("object").description("A fault of one field");
        fault.addProperty("field", ofType("string").description("JSON name of the field"));
        fault.addProperty(
                "message",
                ofType("string").description("For the person who made the edit; names fields, never values"));
        fault.addProperty(
                "code",
                oneOf(Arrays.stream(PfaFault.Code.values()).map(Enum::name).toList())
                        .description("For programs"));
        fault.setRequired(List.of("field", "message", "code"));
        Schema<?> modification = ofType("object").description("All faults of one modification of a request");
        modification.addProperty(
                "index", ofType("integer").minimum(BigDecimal.ZERO).description("Its position in the request, from 0"));
        modification.addProperty("modificationId", ofType("string").description("As in the request"));
        modification.addProperty("pfaId", ofType("string").description("As in the request"));
        modification.addProperty(
                "errors",
                ofType("array").description("Its faults").items(new Schema<>().$ref(ApiDescription.SCHEMAS + FAULT)));
        modification.setRequired(List.of("index", "errors"));
        return Map.of(PROBLEM, problem(), FAULT, fault, INVALID_MODIFICATION, modification);
    }

    /** Problem details of RFC 9457 with our {@code code}. */
    static Schema<?> problem() {
        List<String> codes = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();
        Schema<?> problem = ofType("object").description("An error, as in RFC 9457");
        problem.addProperty(
                "type",
                ofType("string")
                        .format("uri-reference")
                        .description("Address of the code's description, at the gateway itself"));
        problem.addProperty("title", ofType("string").description("The status in words"));
        problem.addProperty(
                "status",
                ofType("integer")
                        .minimum(BigDecimal.valueOf(400))
                        .maximum(BigDecimal.valueOf(599))
                        .description("The HTTP status"));
        problem.addProperty("detail", ofType("string").description("For people"));
        problem.addProperty(
                "instance", ofType("string").format("uri-reference").description("The path of the request"));
        problem.addProperty("code", oneOf(codes).description("For programs"));
        problem.addProperty(
                "retryable",
                ofType("boolean")
                        .description("Whether the same request may succeed later: true with 429 and 503 only"));
        problem.addProperty(
                "validationErrors",
                ofType("array")
                        .items(new Schema<>()
                                .anyOf(List.of(
                                        new Schema<>().$ref(ApiDescription.SCHEMAS + INVALID_MODIFICATION),
                                        new Schema<>().$ref(ApiDescription.SCHEMAS + FAULT))))
                        .description("With VALIDATION_FAILED: the faults of each modification, or of a decision"));
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
        problem.setRequired(List.of("type", "title", "status", "detail", "code", "retryable"));
        return problem;
    }

    /** A text that matches this syntax as a whole. */
    static Schema<Object> text(String syntax) {
        Schema<Object> schema = ofType("string");
        schema.setPattern(whole(syntax));
        return schema;
    }

    private static String whole(String syntax) {
        return "^" + syntax + "$";
    }

    static Schema<Object> ofType(String... types) {
        Schema<Object> schema = new Schema<>();
        schema.setTypes(new LinkedHashSet<>(List.of(types)));
        return schema;
    }
}
