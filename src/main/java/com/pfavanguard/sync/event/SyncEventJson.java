package com.pfavanguard.sync.event;

import com.pfavanguard.sync.event.InvalidSyncEventException.Reason;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Encodes sync events as JSON and decodes them. Decoding checks every field of the contract and drops all others, so an
 * event encoded again holds nothing else its producer sent. Works token by token, without a tree, since every event
 * passes here. Stateless; safe for any thread.
 */
public final class SyncEventJson {

    // Encoded events have about 300 bytes; error texts of PEMS may be longer.
    private static final int USUAL_BYTES = 512;

    // Not the application's mapper: spring.jackson.* settings must not change the contract.
    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(16).build())
            // The contract is UTF-8; by default Jackson also accepts UTF-16 and UTF-32.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    /** Encodes an event as one UTF-8 JSON object, fields in the contract's order, absent ones left out. */
    public byte[] encode(SyncEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject()
                    .writeStringProperty("type", event.type().name())
                    .writeStringProperty("pfaId", event.pfaId().value())
                    .writeStringProperty(
                            "organizationId", event.organizationId().value())
                    .writeStringProperty("timestamp", Timestamps.format(event.timestamp()));
            writeDetails(event, json);
            json.writeStringProperty("eventId", event.eventId().value()).writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Encodes the greeting as one UTF-8 JSON object; {@code eventId} is the position to resume from. */
    public byte[] encode(Connected greeting) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject()
                    .writeStringProperty("type", Connected.TYPE)
                    .writeStringProperty(
                            "organizationId", greeting.organizationId().value())
                    .writeStringProperty("timestamp", Timestamps.format(greeting.timestamp()))
                    .writeStringProperty("eventId", greeting.position().value());
            if (greeting.recovered() != null) {
                json.writeBooleanProperty("recovered", greeting.recovered());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeDetails(SyncEvent event, JsonGenerator json) {
        if (event instanceof SyncQueued queued && queued.retry().isPresent()) {
            SyncQueued.Retry retry = queued.retry().get();
            json.writeObjectPropertyStart("details")
                    .writeNumberProperty("retryCount", retry.retryCount())
                    .writeStringProperty("nextAttemptAt", Timestamps.format(retry.nextAttemptAt()))
                    .writeEndObject();
        } else if (event instanceof SyncSuccess success) {
            json.writeObjectPropertyStart("details").writeNumberProperty("newVersion", success.newVersion());
            success.resolution().ifPresent(resolution -> json.writeStringProperty("resolution", resolution));
            json.writeEndObject();
        } else if (event instanceof SyncConflict conflict) {
            json.writeObjectPropertyStart("details")
                    .writeStringProperty("conflictId", conflict.conflictId())
                    .writeArrayPropertyStart("conflictingFields");
            conflict.conflictingFields().forEach(json::writeString);
            json.writeEndArray().writeEndObject();
        } else if (event instanceof SyncFailed failed) {
            json.writeObjectPropertyStart("details")
                    .writeStringProperty("error", failed.error())
                    .writeNumberProperty("retryCount", failed.retryCount())
                    .writeEndObject();
        } else if (event instanceof SyncRemoved removed) {
            json.writeObjectPropertyStart("details")
                    .writeStringProperty("reason", removed.reason().value())
                    .writeEndObject();
        }
    }

    /**
     * Reads one event.
     *
     * @param json one JSON object in UTF-8
     * @param envelopeId the identity given outside the body (JMS property, STOMP header {@code eventId}), if any; a
     *     body that names another one is refused
     * @param fallbackId the identity of an event that has none, neither in the body nor outside
     * @throws InvalidSyncEventException if it is not a valid event; the text says why and holds no field values
     */
    public SyncEvent decode(byte[] json, @Nullable EventId envelopeId, EventId fallbackId)
            throws InvalidSyncEventException {
        JsonFields event = parse(json);
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
                    JsonFields details = details(event);
                    String resolution = has(details, "resolution") ? text(details, "resolution") : null;
                    int newVersion = integer(details, "newVersion");
                    yield new SyncSuccess(eventId, organizationId, pfaId, timestamp, newVersion, resolution);
                }
                case SYNC_CONFLICT -> {
                    JsonFields details = details(event);
                    List<String> fields = texts(details, "conflictingFields");
                    yield new SyncConflict(
                            eventId, organizationId, pfaId, timestamp, text(details, "conflictId"), fields);
                }
                case SYNC_FAILED -> {
                    JsonFields details = details(event);
                    int retryCount = integer(details, "retryCount");
                    yield new SyncFailed(eventId, organizationId, pfaId, timestamp, text(details, "error"), retryCount);
                }
                case SYNC_REMOVED -> {
                    SyncRemoved.Reason reason = SyncRemoved.Reason.of(text(details(event), "reason"));
                    yield new SyncRemoved(eventId, organizationId, pfaId, timestamp, reason);
                }
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, String.valueOf(e.getMessage()));
        }
    }

    private JsonFields parse(byte[] json) throws InvalidSyncEventException {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            JsonFields.Reading reading = JsonFields.read(parser);
            if (!(reading.value() instanceof JsonFields object)) {
                throw new InvalidSyncEventException(Reason.NOT_JSON, "The body is not a JSON object");
            }
            if (reading.forbiddenName() != null) {
                throw new InvalidSyncEventException(
                        Reason.FORBIDDEN_FIELD, "The field " + reading.forbiddenName() + " is not allowed");
            }
            return object;
        } catch (JacksonException e) {
            // The parser's message quotes the input, which may hold anything; the position is enough.
            throw new InvalidSyncEventException(
                    Reason.NOT_JSON, "The body is not one JSON value in UTF-8" + position(e));
        }
    }

    private static String position(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getByteOffset() < 0
                ? ""
                : " (fault at byte " + e.getLocation().getByteOffset() + ")";
    }

    private static SyncEventType type(JsonFields event) throws InvalidSyncEventException {
        String type = text(event, "type");
        for (SyncEventType known : SyncEventType.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw new InvalidSyncEventException(
                Reason.UNKNOWN_TYPE, "type must be one of " + List.of(SyncEventType.values()));
    }

    private static EventId identity(JsonFields event, @Nullable EventId envelopeId, EventId fallbackId)
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

    private static SyncQueued.@Nullable Retry retry(JsonFields event) throws InvalidSyncEventException {
        if (!has(event, "details") || !has(details(event), "retryCount")) {
            return null;
        }
        JsonFields details = details(event);
        return new SyncQueued.Retry(integer(details, "retryCount"), instant(details, "nextAttemptAt"));
    }

    private static boolean has(JsonFields object, String name) {
        return object.get(name) != null;
    }

    private static Object required(JsonFields object, String name) throws InvalidSyncEventException {
        Object value = object.get(name);
        if (value == null) {
            throw new InvalidSyncEventException(Reason.MISSING_FIELD, name + " is missing");
        }
        return value;
    }

    private static JsonFields details(JsonFields event) throws InvalidSyncEventException {
        if (required(event, "details") instanceof JsonFields details) {
            return details;
        }
        throw new InvalidSyncEventException(Reason.INVALID_FIELD, "details is not an object");
    }

    private static String text(JsonFields object, String name) throws InvalidSyncEventException {
        if (required(object, name) instanceof String text) {
            return text;
        }
        throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not a string");
    }

    private static int integer(JsonFields object, String name) throws InvalidSyncEventException {
        if (required(object, name) instanceof Integer integer) {
            return integer;
        }
        throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not a 32-bit integer");
    }

    private static Instant instant(JsonFields object, String name) throws InvalidSyncEventException {
        try {
            return Timestamps.parse(text(object, name));
        } catch (DateTimeException e) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not an ISO-8601 moment in UTC");
        }
    }

    private static List<String> texts(JsonFields object, String name) throws InvalidSyncEventException {
        if (!(required(object, name) instanceof List<?> list)) {
            throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " is not a list");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw new InvalidSyncEventException(Reason.INVALID_FIELD, name + " holds a value that is not a string");
            }
            texts.add(text);
        }
        return texts;
    }
}
