package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.gateway.stream.Subscriber;
import java.util.Optional;

/** A STOMP session as {@link LocalRelayConnection} sees it; implemented by the WebSocket session. */
public interface StompClient {

    /** The session's subscriber in its organization's stream. */
    Subscriber subscriber();

    /** Whether the client has negotiated that messages may be compressed. */
    boolean readsDeflated();

    /**
     * Called when the client's CONNECT is answered.
     *
     * @param sendEveryMs the client must receive something at least this often; 0 for never
     * @param expectEveryMs the client has promised to send something at least this often; 0 for never
     */
    void connected(long sendEveryMs, long expectEveryMs);

    /** Called at DISCONNECT, from the client or from Spring for an ended session, after the receipt is sent. */
    void disconnected();

    /** Finds sessions by Spring's session id. */
    interface Directory {
        Optional<StompClient> stompClient(String sessionId);
    }
}
