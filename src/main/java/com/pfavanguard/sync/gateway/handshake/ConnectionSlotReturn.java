package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpStream;

/**
 * Gives back the connection slot of a handshake whose client disconnects before its session opens. Jetty opens the
 * session while it completes the request; if none is open after that, none will be.
 */
final class ConnectionSlotReturn extends HttpStream.Wrapper {

    private final ConnectionSlot slot;

    private ConnectionSlotReturn(HttpStream stream, ConnectionSlot slot) {
        super(stream);
        this.slot = slot;
    }

    static void whenDone(HttpServletRequest request, ConnectionSlot slot) {
        ServletContextRequest jettyRequest = ServletContextRequest.getServletContextRequest(request);
        Objects.requireNonNull(jettyRequest).addHttpStreamWrapper(stream -> new ConnectionSlotReturn(stream, slot));
    }

    @Override
    public void succeeded() {
        try {
            super.succeeded();
        } finally {
            slot.giveBackUnlessOpen();
        }
    }

    @Override
    public void failed(Throwable failure) {
        try {
            super.failed(failure);
        } finally {
            slot.giveBackUnlessOpen();
        }
    }
}
