package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.limits.LimitProperties;
import com.pfavanguard.sync.gateway.session.ClientSession;
import com.pfavanguard.sync.gateway.session.SessionRegistry;
import com.pfavanguard.sync.gateway.stomp.RefusedFrameException;
import com.pfavanguard.sync.gateway.stomp.StompHeaders;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
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

/**
 * Refuses STOMP frames with too many headers or too long ones, and subscriptions beyond what one session may have. Lengths
 * are those on the wire: what is sent back, such as a receipt, or with each event, a subscription's id, is escaped.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FrameSizes implements ChannelInterceptor {

    /** It goes out with each event; clients number their subscriptions or use a UUID. */
    static final int LONGEST_ID_BYTES = 64;

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
            requireShortId(frame.getFirstNativeHeader("id"));
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
                    throw refusal(Limit.HEADERS, "A header may have " + longestHeader + " bytes, escapes included");
                }
            }
        }
        if (count > mostHeaders) {
            throw refusal(Limit.HEADERS, "A frame may have " + mostHeaders + " headers");
        }
    }

    private void requireShortId(@Nullable String id) {
        if (bytes(id) > LONGEST_ID_BYTES) {
            throw refusal(
                    Limit.HEADERS,
                    "A subscription's id may have " + LONGEST_ID_BYTES
                            + " bytes, counted as they are sent back: escaped");
        }
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : StompHeaders.escapedBytes(text);
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
