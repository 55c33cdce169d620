package com.pfavanguard.sync.event;

import com.pfavanguard.sync.event.InvalidSyncEventException.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sync events as JSON, both ways. Decoding is strict about what the contract names and drops what it does not, so a
 * decoded event written again holds nothing a producer slipped in. Stateless; safe for any thread.
 */
public final class SyncEventJson {

    private static final Set<String> FORBIDDEN = Set.of("__proto__", "constructor", "prototype");

    // A mapper of its own: the contract must not move with an application's spring.jackson.* settings.
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    // The contract is UTF-8; Jackson would take UTF-16 and UTF-32 as well.
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The event as one UTF-8 JSON object, fields in the contract's order, absent ones left out. */
    public byte[] encode(SyncEvent event) {
        ObjectNode json = mapper.createObjectNode()
                .put("type", event.type().name())
                .put("pfaId", event.pfaId().value())
                .put("organizationId", event.organizationId().value())
                .put("timestamp", Timestamps.format(event.timestamp()));
        ObjectNode details = details(event);
        if (!details.isEmpty()) {
            json.set("details", details);
        }
        json.put("eventId", event.eventId().value());
        return mapper.writeValueAsBytes(json);
    }

    /** The greeting as one UTF-8 JSON object; {@code eventId} is the position to come back with. */
    public byte[] encode(Connected greeting) {
        ObjectNode json = mapper.createObjectNode()
                .put("type", Connected.TYPE)
                .put("organizationId", greeting.organizationId().value())
                .put("timestamp", Timestamps.format(greeting.timestamp()))
                .put("eventId", greeting.position().value());
        if (greeting.recovered() != null) {
            json.put("recovered", greeting.recovered());
        }
        return mapper.writeValueAsBytes(json);
    }

    private ObjectNode details(SyncEvent event) {
        ObjectNode details = mapper.createObjectNode();
        if (event instanceof SyncQueued queued) {
            queued.retry()
                    .ifPresent(retry -> details.put("retryCount", retry.retryCount())
                            .put("nextAttemptAt", Timestamps.format(retry.nextAttemptAt())));
        } else if (event instanceof SyncSuccess success) {
            details.put("newVersion", success.newVersion());
            success.resolution().ifPresent(resolution -> details.put("resolution", resolution));
        } else if (event instanceof SyncConflict conflict) {
            details.put("conflictId", conflict.conflictId());
            ArrayNode fields = details.putArray("conflictingFields");
            conflict.conflictingFields().forEach(fields::add);
        } else if (event instanceof SyncFailed failed) {
            details.put("error", failed.error()).put("retryCount", failed.retryCount());
        }
        return details;
    }

    /**
     * Reads one event.
     *
     * @param json one JSON object in UTF-8
     * @param envelopeId the identity given outside the body (JMS property, STOMP header {@code eventId}), if any; a
     *     body that names another one is refused
     * @param fallbackId the identity of an event that has none, neither outside nor inside
     * @throws InvalidSyncEventException saying what is wrong, in words that hold no field values
     */
    public SyncEvent decode(byte[] json, @Nullable EventId envelopeId, EventId fallbackId)
            throws InvalidSyncEventException {
        ObjectNode event = parse(json);
        SyncEventType type = type(event);
        try {
            EventId eventId = identity(event, envelopeId, fallbackId);
            OrganizationId organizationId = new OrganizationId(text(event, "organizationId"));
            PfaId pfaId = new PfaId(text(event, "pfaId"));
            Instant timestamp = instant(event, "timestamp");
            return switch (type) {
                case SYNC_QUEUED -> new SyncQueued(eventId, organizationId, pfaId, timestamp, retry(event));
                case SYNC_PROCESSING -> new SyncProcessing(eventId, organizationId, pfaId, timestamp);
                case SYNC_SUCCESS -> {
                    ObjectNode details = details(event);
                    String resolution = has(details, "resolution") ? text(details, "resolution") : null;
                    int newVersion = integer(details, "newVersion");
                    yield new SyncSuccess(eventId, organizationId, pfaId, timestamp, newVersion, resolution);
                }
                case SYNC_CONFLICT -> {
                    ObjectNode details = details(event);
                    List<String> fields = texts(details, "conflictingFields");
                    yield new SyncConflict(
                            eventId, organizationId, pfaId, timestamp, text(details, "conflictId"), fields);
                }
                case SYNC_FAILED -> {
                    ObjectNode details = details(event);
                    int retryCount = integer(details, "retryCount");
                    yield new SyncFailed(eventId, organizationId, pfaId, timestamp, text(details, "error"), retryCount);
                }
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode parse(byte[] json) throws InvalidSyncEventException {
        JsonNode node;
        try {
            node = mapper.readTree(json);
        } catch (JacksonException e) {
            // The parser's message quotes the input, which may hold anything; its position is what helps.
            throw new InvalidSyncEventException(
                    Reason.NOT_JSON, "The body is not one JSON value in UTF-8" + position(e));
        }
        if (!(node instanceof ObjectNode object)) {
            throw new InvalidSyncEventException(Reason.NOT_JSON, "The body is not a JSON object");
        }
        refuseForbiddenNames(object);
        return object;
    }

    private static String position(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getByteOffset() < 0
                ? ""
                : " (fault at byte " + e.getLocation().getByteOffset() + ")";
    }

    private static void refuseForbiddenNames(JsonNode node) throws InvalidSyncEventException {
        for (String name : node.propertyNames()) {
            if (FORBIDDEN.contains(name)) {
                throw new InvalidSyncEventException(Reason.FORBIDDEN_FIELD, "The field " + name + " is not allowed");
            }
        }
        for (JsonNode child : node) {
            refuseForbiddenNames(child);
        }
    }

    private static SyncEventType type(ObjectNode event) throws InvalidSyncEventException {
        String type = text(event, "type");
        for (SyncEventType known : SyncEventType.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw new InvalidSyncEventException(Reason.UNKNOWN_TYPE, "type is none of " + List.of(SyncEventType.values()));
    }

    private static EventId identity(ObjectNode event, @Nullable EventId envelopeId, EventId fallbackId)
            throws InvalidSyncEventException {
        EventId own = has(event, "eventId") ? new EventId(text(event, "eventId")) : null;
        if (own != null && envelopeId != null && !own.equals(envelopeId)) {
            throw new InvalidSyncEventException(
                    Reason.INVALID_FIELD, "eventId in the body differs from the message's eventId property");
        }
        if (envelopeId != null) {
            return envelopeId;
        }
        return own != null ? own : fallbackId;
    }

    private static SyncQueued.@Nullable Retry retry(ObjectNode event) throws InvalidSyncEventException {
        if (!has(event, "details") || !has(details(event), "retryCount")) {
            return null;
        }
        ObjectNode details = details(event);
        return new SyncQueued.Retry(integer(details, "retryCount"), instant(details, "nextAttemptAt"));
    }

    private static boolean has(ObjectNode object, String name) {
        return object.hasNonNull(name);
    }

    private static JsonNode required(ObjectNode object, String name) throws InvalidSyncEventException {
        if (!has(object, name)) {
            throw new InvalidSyncEventException(Reason.MISSING_FIELD, name + " is missing");
        }
        return object.required(name);
    }

    private static ObjectNode details(ObjectNode event) throws InvalidSyncEventException {
        if (required(event, "details") instanceof ObjectNode details) {
            return details;
        }
        throw new InvalidSyncEventException(Reason.INVALID_FIELD, "details is not an object");
    }

    private static String text(ObjectNode object, String name) throws InvalidSyncEventException {
        JsonNode value = required(object, name);
        if (!value.isString()) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not a string");
        }
        return value.stringValue();
    }

    private static int integer(ObjectNode object, String name) throws InvalidSyncEventException {
        JsonNode value = required(object, name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not a 32-bit integer");
        }
        return value.intValue();
    }

    private static Instant instant(ObjectNode object, String name) throws InvalidSyncEventException {
        try {
            return Timestamps.parse(text(object, name));
        } catch (DateTimeException e) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not an ISO-8601 moment in UTC");
        }
    }

    private static List<String> texts(ObjectNode object, String name) throws InvalidSyncEventException {
        if (!(required(object, name) instanceof ArrayNode array)) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not a list");
        }
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            if (!item.isString()) {
                throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " holds something not a string");
            }
            texts.add(item.stringValue());
        }
        return texts;
    }
}
