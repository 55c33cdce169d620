package com.pfavanguard.sync.gateway.inbound;

import java.util.Map;
import java.util.Set;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * Lists the headers of each command that the gateway reads; it removes all others, so that nothing behind it acts on
 * them.
 */
final class KnownHeaders {

    private static final Set<String> OF_CONNECT = Set.of("accept-version", "heart-beat", "host");

    private static final Map<StompCommand, Set<String>> OF_COMMAND = Map.of(
            StompCommand.CONNECT, OF_CONNECT,
            StompCommand.STOMP, OF_CONNECT,
            StompCommand.SUBSCRIBE,
                    Set.of(
                            "id",
                            "destination",
                            "ack",
                            "receipt",
                            "last-event-id",
                            "types",
                            "pfa-ids",
                            "snapshot",
                            "trace"),
            StompCommand.UNSUBSCRIBE, Set.of("id", "destination", "receipt"),
            StompCommand.DISCONNECT, Set.of("receipt"),
            StompCommand.SEND, Set.of("destination", "receipt"));

    private KnownHeaders() {}

    static Set<String> of(StompCommand command) {
        return OF_COMMAND.getOrDefault(command, Set.of());
    }

    static void keepOnly(StompHeaderAccessor frame, StompCommand command) {
        Set<String> known = of(command);
        for (String name : frame.toNativeHeaderMap().keySet()) {
            if (!known.contains(name)) {
                frame.removeNativeHeader(name);
            }
        }
    }
}
