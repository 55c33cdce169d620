package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.stomp.StrictStompDecoder;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;

/** Wraps Spring's handler of WebSocket sessions into a {@link ClientSessionHandler}, for each handshake path. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class ClientSessionDecorator implements WebSocketHandlerDecoratorFactory {

    private final SessionRegistry sessions;
    private final EventStream stream;
    private final Admission admission;
    private final FloodGuard floodGuard;
    private final StrictStompDecoder frameDecoder;
    private final LimitCounters counters;

    ClientSessionDecorator(
            SessionRegistry sessions,
            EventStream stream,
            Admission admission,
            FloodGuard floodGuard,
            StrictStompDecoder frameDecoder,
            LimitCounters counters) {
        this.sessions = sessions;
        this.stream = stream;
        this.admission = admission;
        this.floodGuard = floodGuard;
        this.frameDecoder = frameDecoder;
        this.counters = counters;
    }

    @Override
    public WebSocketHandler decorate(WebSocketHandler handler) {
        return new ClientSessionHandler(handler, sessions, stream, admission, floodGuard, frameDecoder, counters);
    }
}
