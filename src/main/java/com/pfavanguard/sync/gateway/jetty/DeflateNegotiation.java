package com.pfavanguard.sync.gateway.jetty;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.websocket.core.ExtensionConfig;

/**
 * Answers a client's offers of permessage-deflate (RFC 7692 section 7.1): takes the first one that the gateway can keep
 * to. Each message is compressed on its own in both directions, so that no session needs a compressor. The JDK's
 * compressor has a window of 2^15 bytes and no smaller one, so an offer that demands that is declined.
 */
final class DeflateNegotiation {

    static final String NAME = "permessage-deflate";

    private static final ExtensionConfig AGREED =
            ExtensionConfig.parse(NAME + "; server_no_context_takeover; client_no_context_takeover");
    private static final ExtensionConfig AGREED_WITH_WINDOW = ExtensionConfig.parse(
            NAME + "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15");
    private static final Set<String> WINDOW_BITS = Set.of("8", "9", "10", "11", "12", "13", "14", "15");

    private DeflateNegotiation() {}

    /**
     * What the gateway agrees to; empty if it agrees to nothing.
     *
     * @param headerValues of Sec-WebSocket-Extensions, valid by their grammar
     */
    static Optional<ExtensionConfig> answer(List<String> headerValues) {
        for (String value : headerValues) {
            for (String offer : value.split(",")) {
                Optional<ExtensionConfig> answer = answerTo(offer);
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ExtensionConfig> answerTo(String offer) {
        String[] parts = offer.split(";");
        if (!parts[0].strip().equalsIgnoreCase(NAME)) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            String name = parameter[0].strip();
            String value = parameter.length == 1 ? "" : parameter[1].strip().replace("\"", "");
            if (!names.add(name) || !canKeepTo(name, value)) {
                return Optional.empty();
            }
        }
        return Optional.of(names.contains("server_max_window_bits") ? AGREED_WITH_WINDOW : AGREED);
    }

    private static boolean canKeepTo(String name, String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value.isEmpty();
            case "server_max_window_bits" -> value.equals("15");
            case "client_max_window_bits" -> value.isEmpty() || WINDOW_BITS.contains(value);
            default -> false;
        };
    }
}
