package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.AbstractSubscribableChannel;
import org.springframework.messaging.support.ImmutableMessageChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.DelegatingWebSocketMessageBrokerConfiguration;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/**
 * Like {@code @EnableWebSocketMessageBroker}, without two costs per session: a queue in front of it, and the headers of
 * its CONNECT frame.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class MessageBrokerConfiguration extends DelegatingWebSocketMessageBrokerConfiguration {

    @Override
    @Bean
    public AbstractSubscribableChannel clientInboundChannel(
            @Qualifier("clientInboundChannelExecutor") Executor clientInboundChannelExecutor) {
        AbstractSubscribableChannel channel = super.clientInboundChannel(clientInboundChannelExecutor);
        channel.setInterceptors(channel.getInterceptors().stream()
                .map(each -> each instanceof ImmutableMessageChannelInterceptor ? new MutableConnect() : each)
                .toList());
        return channel;
    }

    /**
     * Makes the headers of every frame immutable, except those of CONNECT: the relay would copy immutable ones and keep
     * the copy for the whole session.
     */
    private static final class MutableConnect extends ImmutableMessageChannelInterceptor {

        @Override
        public Message<?> preSend(Message<?> message, MessageChannel channel) {
            StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
            if (frame != null && frame.getMessageType() == SimpMessageType.CONNECT) {
                frame.setLeaveMutable(true);
                return message;
            }
            return super.preSend(message, channel);
        }
    }

    @Override
    @Bean
    public WebSocketHandler subProtocolWebSocketHandler(
            AbstractSubscribableChannel clientInboundChannel, AbstractSubscribableChannel clientOutboundChannel) {
        SubProtocolWebSocketHandler handler = new UnqueuedSessions(clientInboundChannel, clientOutboundChannel);
        handler.setPhase(getPhase());
        return handler;
    }

    private static final class UnqueuedSessions extends SubProtocolWebSocketHandler {

        UnqueuedSessions(MessageChannel inbound, SubscribableChannel outbound) {
            super(inbound, outbound);
        }

        /** Adds no queue: our session does not block, is safe for any thread and bounds its waiting messages. */
        @Override
        protected WebSocketSession decorateSession(WebSocketSession session) {
            return session;
        }
    }
}
