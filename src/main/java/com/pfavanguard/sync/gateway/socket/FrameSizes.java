package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.limits.LimitProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.stereotype.Component;

/** Refuses STOMP frames with too many headers or too long ones, and subscriptions beyond what one session may have. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FrameSizes implements ChannelInterceptor {

    private final SessionRegistry sessions;
    private final LimitCounters counters;
    private final int mostHeaders;
    private final long longestHeader;
    private final int mostSubscriptions;

    FrameSizes(SessionRegistry sessions, LimitCounters counters, LimitProperties limits, GatewayProperties properties) {
        this.sessions = sessions;
        this.counters = counters;
        this.mostHeaders = limits.headersPerFrame();
        this.longestHeader = limits.headerSize().toBytes();
        this.mostSubscriptions = properties.maxSubscriptions();
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        if (frame != null && command != null) {
            requireFewHeaders(frame.toNativeHeaderMap());
            if (command == StompCommand.SUBSCRIBE) {
                requireFewSubscriptions(sessions.of(frame).orElse(null));
            }
        }
        return message;
    }

    private void requireFewHeaders(Map<String, List<String>> headers) {
        int count = 0;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            count += header.getValue().size();
            for (@Nullable String value : header.getValue()) {
                // A token's length is its issuer's affair, and a message's limit holds for it.
                if (bytes(header.getKey()) + bytes(value) > longestHeader
                        && !header.getKey().equals("Authorization")) {
                    throw refusal(Limit.HEADERS, "A header may have " + longestHeader + " bytes");
                }
            }
        }
        if (count > mostHeaders) {
            throw refusal(Limit.HEADERS, "A frame may have " + mostHeaders + " headers");
        }
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void requireFewSubscriptions(@Nullable ClientSession session) {
        if (session != null
                && session.caller().isPresent()
                && session.subscriber().subscriptionCount() >= mostSubscriptions) {
            throw refusal(Limit.SUBSCRIPTIONS, "A session may have " + mostSubscriptions + " subscriptions");
        }
    }

    private RefusedFrameException refusal(Limit limit, String reason) {
        counters.reached(limit);
        return new RefusedFrameException(CloseCode.PROTOCOL_ERROR, reason);
    }
}
