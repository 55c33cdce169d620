package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpStream;

/**
 * Gives back the place of a handshake that ends without a session, because its client has gone meanwhile. Jetty opens the
 * session while it completes the request, so after that there is one or there never will be.
 */
final class ConnectionSlotReturn extends HttpStream.Wrapper {

    private final ConnectionSlot place;

    private ConnectionSlotReturn(HttpStream stream, ConnectionSlot place) {
        super(stream);
        this.place = place;
    }

    static void whenDone(HttpServletRequest request, ConnectionSlot place) {
        ServletContextRequest jettys = ServletContextRequest.getServletContextRequest(request);
        Objects.requireNonNull(jettys).addHttpStreamWrapper(stream -> new ConnectionSlotReturn(stream, place));
    }

    @Override
    public void succeeded() {
        try {
            super.succeeded();
        } finally {
            place.giveBackUnlessEstablished();
        }
    }

    @Override
    public void failed(Throwable failure) {
        try {
            super.failed(failure);
        } finally {
            place.giveBackUnlessEstablished();
        }
    }
}
