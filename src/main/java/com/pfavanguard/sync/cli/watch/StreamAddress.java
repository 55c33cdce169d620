package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Holds the address of one organization's stream, {@code <gateway>/api/ws/sync/<organizationId>}, and the token for
 * it.
 *
 * @param token access token, {@code null} if the gateway requires none
 */
public record StreamAddress(
        GatewayUrl gateway,
        OrganizationId organizationId,
        @Nullable String token) {

    public StreamAddress(GatewayUrl gateway, OrganizationId organizationId) {
        this(gateway, organizationId, null);
    }

    /** @param position id of the last message received, to resume after it; {@code null} for live events only */
    URI from(@Nullable EventId position) {
        // Both kinds of id consist of characters that a URI can hold without escapes.
        String stream = gateway.uri() + "/api/ws/sync/" + organizationId;
        return URI.create(position == null ? stream : stream + "?lastEventId=" + position);
    }

    @Override
    public String toString() {
        return from(null).toString();
    }
}
