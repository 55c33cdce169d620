package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where one organization's stream is: {@code <gateway>/api/ws/sync/<organizationId>}.
 *
 * @param token what the gateway is shown, {@code null} where it asks for nothing
 */
public record StreamAddress(
        GatewayUrl gateway,
        OrganizationId organizationId,
        @Nullable String token) {

    public StreamAddress(GatewayUrl gateway, OrganizationId organizationId) {
        this(gateway, organizationId, null);
    }

    /** @param position the id of the last message received, to resume after it; {@code null} for live events only */
    URI from(@Nullable EventId position) {
        // Neither id can hold a character that means something in a URI.
        String stream = gateway.uri() + "/api/ws/sync/" + organizationId;
        return URI.create(position == null ? stream : stream + "?lastEventId=" + position);
    }

    @Override
    public String toString() {
        return from(null).toString();
    }
}
