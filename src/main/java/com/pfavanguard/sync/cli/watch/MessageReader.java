package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.Connected;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads messages with the decoder of the contract. Keeps messages that the decoder does not know, so that an old
 * client can still show them.
 */
public final class MessageReader {

    private final JsonMapper mapper = new JsonMapper();
    private final SyncEventJson events = new SyncEventJson();

    /** Returns empty if the text is not a JSON object, and therefore not a message of a gateway. */
    public Optional<ServerMessage> read(String text) {
        try {
            return mapper.readTree(text) instanceof ObjectNode message
                    ? Optional.of(message(text, message))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private ServerMessage message(String text, ObjectNode message) {
        EventId position = position(message);
        try {
            if (position != null && message.path("type").asString("").equals(Connected.TYPE)) {
                return new ServerMessage.Greeting(text, position, connected(message, position));
            }
            // The random id makes an event without an id readable; it never becomes a position.
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return new ServerMessage.Event(text, position, events.decode(utf8, position, EventId.random()));
        } catch (InvalidSyncEventException | IllegalArgumentException | DateTimeException e) {
            return new ServerMessage.Unknown(text, position);
        }
    }

    private static @Nullable EventId position(ObjectNode message) {
        String id = message.path("eventId").asString("");
        return EventId.isValid(id) ? new EventId(id) : null;
    }

    private static Connected connected(ObjectNode message, EventId position) {
        JsonNode recovered = message.path("recovered");
        return new Connected(
                new OrganizationId(message.path("organizationId").asString("")),
                Instant.parse(message.path("timestamp").asString("")),
                position,
                recovered.isBoolean() ? recovered.booleanValue() : null);
    }
}
