package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.stomp.FrameDecoder;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;

/** Puts a {@link ClientSessionHandler} around Spring's handler of WebSocket sessions, for each way in. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class ClientSessionDecorator implements WebSocketHandlerDecoratorFactory {

    private final SessionRegistry sessions;
    private final EventStream stream;
    private final Admission admission;
    private final InboundWatch inboundWatch;
    private final FrameDecoder frameDecoder;

    ClientSessionDecorator(
            SessionRegistry sessions,
            EventStream stream,
            Admission admission,
            InboundWatch inboundWatch,
            FrameDecoder frameDecoder) {
        this.sessions = sessions;
        this.stream = stream;
        this.admission = admission;
        this.inboundWatch = inboundWatch;
        this.frameDecoder = frameDecoder;
    }

    @Override
    public WebSocketHandler decorate(WebSocketHandler handler) {
        return new ClientSessionHandler(handler, sessions, stream, admission, inboundWatch, frameDecoder);
    }
}
