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
 * Refuses a content-length that cannot be; Spring's takes one for absent. Also knows whether the thread's last message
 * ended within a frame, of which Spring tells nobody.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class FrameDecoder extends StompDecoder {

    private static final String CONTENT_LENGTH = "content-length";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** What a message left behind. */
    public enum Rest {
        /** It ended with a frame. */
        NONE,
        /** It ended within a frame, after others. */
        BEGUN,
        /** It held part of one frame and nothing else. */
        PART
    }

    private final ThreadLocal<@Nullable Rest> rest = new ThreadLocal<>();
    private final long longest;

    FrameDecoder(GatewayProperties properties) {
        this.longest = properties.maxMessageSize().toBytes();
    }

    @Override
    public List<Message<byte[]>> decode(ByteBuffer buffer, @Nullable MultiValueMap<String, String> partialHeaders) {
        MultiValueMap<String, String> partial = partialHeaders == null ? new LinkedMultiValueMap<>() : partialHeaders;
        List<Message<byte[]>> messages = super.decode(buffer, partial);
        for (Message<byte[]> message : messages) {
            if (message.getHeaders().get(NativeMessageHeaderAccessor.NATIVE_HEADERS) instanceof Map<?, ?> headers) {
                requirePossible(headers.get(CONTENT_LENGTH));
            }
        }
        requirePossible(partial.get(CONTENT_LENGTH));
        if (buffer.hasRemaining()) {
            rest.set(messages.isEmpty() ? Rest.PART : Rest.BEGUN);
        } else {
            rest.set(Rest.NONE);
        }
        return messages;
    }

    private void requirePossible(@Nullable Object lengths) {
        // STOMP 1.2, "Repeated Header Entries": the first one counts.
        if (lengths instanceof List<?> values && !values.isEmpty() && !isPossible(String.valueOf(values.get(0)))) {
            throw new RefusedFrameException(
                    CloseCode.PROTOCOL_ERROR, "content-length must be a number from 0 to " + longest);
        }
    }

    private boolean isPossible(String length) {
        return NUMBER.matcher(length).matches() && Long.parseLong(length) <= longest;
    }

    /** What this thread's last message left; {@code null} if nothing was decoded, for more was awaited. Asked once. */
    public @Nullable Rest takeRest() {
        Rest last = rest.get();
        rest.remove();
        return last;
    }
}
