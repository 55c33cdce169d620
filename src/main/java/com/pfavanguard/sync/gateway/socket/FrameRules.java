package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * What a STOMP client may say: CONNECT, SUBSCRIBE to exactly its own organization's topic, UNSUBSCRIBE, DISCONNECT and
 * heart-beats. Anything else is refused before it reaches the relay.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FrameRules implements ChannelInterceptor {

    private static final Set<String> STOMP_VERSIONS = Set.of("1.0", "1.1", "1.2");

    private final MeterRegistry meters;

    FrameRules(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        if (frame == null || command == null) {
            return message; // a heart-beat
        }
        switch (command) {
            case UNSUBSCRIBE, DISCONNECT -> {}
            case CONNECT, STOMP -> requireKnownVersion(frame);
            case SUBSCRIBE -> requireOwnTopic(frame);
            default -> throw refusal(command, command + " is not available: clients only listen");
        }
        return message;
    }

    // Here, before the relay keeps anything about a session that will not come about.
    private void requireKnownVersion(StompHeaderAccessor frame) {
        Set<String> accepted = frame.getAcceptVersion();
        if (!accepted.isEmpty() && Collections.disjoint(accepted, STOMP_VERSIONS)) {
            throw refusal(frame.getCommand(), "Supported STOMP versions are 1.2, 1.1 and 1.0");
        }
    }

    // By equality, which leaves no room for wildcards, fully qualified queue names or lists of destinations.
    private void requireOwnTopic(StompHeaderAccessor frame) {
        OrganizationId own = SessionAttributes.of(
                        frame.getSessionAttributes() == null ? java.util.Map.of() : frame.getSessionAttributes())
                .organizationId();
        String topic = SyncDestinations.stompDestination(own);
        if (!topic.equals(frame.getDestination())) {
            throw refusal(StompCommand.SUBSCRIBE, "This session may subscribe to " + topic + " and nothing else");
        }
    }

    private RefusedFrameException refusal(@Nullable StompCommand command, String reason) {
        meters.counter("sync.gateway.refusals", "frame", String.valueOf(command))
                .increment();
        return new RefusedFrameException(reason);
    }
}
