package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.Timestamps;
import java.time.Clock;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Builds the notices about the stream itself. They are shaped like events, with types that no event has. */
final class StreamNotices {

    /** The reason that {@code STREAM_INTERRUPTED} gives. */
    private static final String BROKER_UNAVAILABLE = "BROKER_UNAVAILABLE";

    private StreamNotices() {}

    static byte[] interrupted(OrganizationId organizationId, Interruption interruption, String position, Clock clock) {
        ObjectNode message = message("STREAM_INTERRUPTED", organizationId, clock)
                .put("code", BROKER_UNAVAILABLE)
                .put("since", Timestamps.format(interruption.since()));
        return bytes(message, position);
    }

    /** @param recovered whether the client has all events of the interruption */
    static byte[] restored(OrganizationId organizationId, boolean recovered, String position, Clock clock) {
        return bytes(message("STREAM_RESTORED", organizationId, clock).put("recovered", recovered), position);
    }

    static byte[] position(OrganizationId organizationId, String position, Clock clock) {
        return bytes(message("STREAM_POSITION", organizationId, clock), position);
    }

    private static ObjectNode message(String type, OrganizationId organizationId, Clock clock) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", type)
                .put("organizationId", organizationId.value())
                .put("timestamp", Timestamps.format(clock.instant()));
    }

    private static byte[] bytes(ObjectNode message, String position) {
        return JsonMapper.shared().writeValueAsBytes(message.put("eventId", position));
    }
}
