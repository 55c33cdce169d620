package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.gateway.stream.Subscriber;
import java.util.Optional;

/** A STOMP session as the relay sees it; implemented by the WebSocket session. */
public interface StompClient {

    /** The session's place in its organization's stream. */
    Subscriber subscriber();

    /**
     * The client has sent CONNECT and was answered.
     *
     * @param sendEveryMs the client must hear something at least this often; 0 for never
     * @param expectEveryMs the client has promised to be heard at least this often; 0 for never
     */
    void connected(long sendEveryMs, long expectEveryMs);

    /** DISCONNECT has come, from the client or from Spring for a session that has gone; its receipt is on its way. */
    void disconnected();

    /** Finds sessions by the id Spring gave them. */
    interface Directory {
        Optional<StompClient> stompClient(String sessionId);
    }
}
