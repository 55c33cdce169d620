package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Decodes like Spring's decoder, and refuses an invalid content-length, which Spring ignores. Also tells whether a
 * message ended within a frame, which Spring does not, so that unfinished frames can be timed out.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class StrictStompDecoder extends StompDecoder {

    private static final String CONTENT_LENGTH = "content-length";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** What follows the last complete frame of a WebSocket message. */
    public enum Remainder {
        /** The message ended with a frame. */
        NONE,
        /** The start of a new frame, after complete ones. */
        START_OF_FRAME,
        /** The message held a part of one frame and no complete one. */
        PART_OF_FRAME
    }

    private final ThreadLocal<@Nullable Remainder> remainder = new ThreadLocal<>();
    private final long longest;

    StrictStompDecoder(GatewayProperties properties) {
        this.longest = properties.maxMessageSize().toBytes();
    }

    @Override
    public List<Message<byte[]>> decode(ByteBuffer buffer, @Nullable MultiValueMap<String, String> partialHeaders) {
        MultiValueMap<String, String> partial = partialHeaders == null ? new LinkedMultiValueMap<>() : partialHeaders;
        List<Message<byte[]>> messages = super.decode(buffer, partial);
        for (Message<byte[]> message : messages) {
            if (message.getHeaders().get(NativeMessageHeaderAccessor.NATIVE_HEADERS) instanceof Map<?, ?> headers) {
                requireValidLength(headers.get(CONTENT_LENGTH));
            }
        }
        requireValidLength(partial.get(CONTENT_LENGTH));
        if (buffer.hasRemaining()) {
            remainder.set(messages.isEmpty() ? Remainder.PART_OF_FRAME : Remainder.START_OF_FRAME);
        } else {
            remainder.set(Remainder.NONE);
        }
        return messages;
    }

    private void requireValidLength(@Nullable Object lengths) {
        // STOMP 1.2, "Repeated Header Entries": the first one counts.
        if (lengths instanceof List<?> values && !values.isEmpty() && !isValid(String.valueOf(values.get(0)))) {
            throw new RefusedFrameException(
                    CloseCode.PROTOCOL_ERROR, "content-length must be a number from 0 to " + longest);
        }
    }

    private boolean isValid(String length) {
        return NUMBER.matcher(length).matches() && Long.parseLong(length) <= longest;
    }

    /**
     * The remainder of the last message that the calling thread decoded, for one call. {@code null} if Spring decoded
     * nothing, since it waits for more of a frame.
     */
    public @Nullable Remainder takeRemainder() {
        Remainder last = remainder.get();
        remainder.remove();
        return last;
    }
}
