package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.limits.LimitProperties;
import com.pfavanguard.sync.gateway.session.ClientSession;
import com.pfavanguard.sync.gateway.stomp.RefusedFrameException;
import com.pfavanguard.sync.gateway.stomp.StompHeaders;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Refuses STOMP frames with too many or too long headers, and subscriptions beyond the most of one session. Lengths are
 * those on the wire, with escapes: the gateway sends back receipts, and with each event the subscription's id.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FrameSizes {

    // The id goes out with each event; clients number their subscriptions or use a UUID.
    private static final int LONGEST_ID_BYTES = 64;

    // A list of many records; EventFilter limits their number.
    private static final String LIST = "pfa-ids";

    private final LimitCounters counters;
    private final int mostHeaders;
    private final long longestHeader;
    private final int mostSubscriptions;

    FrameSizes(LimitCounters counters, LimitProperties limits, GatewayProperties properties) {
        this.counters = counters;
        this.mostHeaders = limits.headersPerFrame();
        this.longestHeader = limits.headerSize().toBytes();
        this.mostSubscriptions = properties.maxSubscriptions();
    }

    /**
     * @param session {@code null} if the frame's session is unknown
     * @param removedHeaders headers already taken off the frame, such as the token; they count, but may be of any
     *     length, since the issuer decides on the length of a token, and the frame as a whole is limited
     * @throws RefusedFrameException with the limit that is exceeded
     */
    void check(StompHeaderAccessor frame, StompCommand command, @Nullable ClientSession session, int removedHeaders) {
        requireFewHeaders(frame.toNativeHeaderMap(), removedHeaders);
        requireShortId(frame.getFirstNativeHeader("id"));
        if (command == StompCommand.SUBSCRIBE && session != null) {
            requireFewSubscriptions(session);
        }
    }

    private void requireFewHeaders(Map<String, List<String>> headers, int removedHeaders) {
        int count = removedHeaders;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            count += header.getValue().size();
            for (@Nullable String value : header.getValue()) {
                if (!header.getKey().equals(LIST) && bytes(header.getKey()) + bytes(value) > longestHeader) {
                    throw refusal(
                            Limit.HEADERS, "A header may have at most " + longestHeader + " bytes, escapes included");
                }
            }
        }
        if (count > mostHeaders) {
            throw refusal(Limit.HEADERS, "A frame may have at most " + mostHeaders + " headers");
        }
    }

    private void requireShortId(@Nullable String id) {
        if (bytes(id) > LONGEST_ID_BYTES) {
            throw refusal(
                    Limit.HEADERS,
                    "A subscription's id may have at most " + LONGEST_ID_BYTES + " bytes, escapes included");
        }
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : StompHeaders.escapedBytes(text);
    }

    private void requireFewSubscriptions(ClientSession session) {
        if (session.caller().isPresent() && session.subscriber().subscriptionCount() >= mostSubscriptions) {
            throw refusal(Limit.SUBSCRIPTIONS, "A session may have at most " + mostSubscriptions + " subscriptions");
        }
    }

    private RefusedFrameException refusal(Limit limit, String reason) {
        counters.reached(limit);
        return new RefusedFrameException(CloseCode.PROTOCOL_ERROR, reason);
    }
}
