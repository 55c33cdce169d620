package com.pfavanguard.sync.cli.watch;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** Something that a connection reports to the thread that reads it. */
sealed interface SocketEvent {

    /** A complete text message. */
    record Text(String text) implements SocketEvent {}

    /** A ping, or a part of a message: shows that the gateway is alive. */
    record Activity() implements SocketEvent {}

    /**
     * The end of the connection, with a code of RFC 6455 section 7.4: the one the gateway sent, or 1006 if it sent
     * none.
     */
    record Closed(int code, String reason) implements SocketEvent {

        private static final Pattern OWN_WAIT = Pattern.compile("retry-after-ms=(\\d{1,9})");

        static Closed withoutGoodbye(Throwable cause) {
            Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
            return new Closed(1006, root.getMessage() == null ? root.toString() : root.getMessage());
        }

        /** Returns whether a client may reconnect after this code. Unknown codes allow it, since the pauses grow. */
        boolean mayReconnect() {
            return switch (code) {
                case 1000, 1002, 1003, 1007, 1008, 1009, 1010 -> false;
                default -> code < 4400 || code > 4999;
            };
        }

        /** Returns the wait that a gateway which goes away has chosen for this client, or {@code null}. */
        @Nullable Duration ownWait() {
            Matcher wait = OWN_WAIT.matcher(reason);
            return wait.find() ? Duration.ofMillis(Long.parseLong(wait.group(1))) : null;
        }

        @Override
        public String toString() {
            String text = TerminalText.clean(reason);
            return text.isBlank() ? "close code " + code : "close code %d: %s".formatted(code, text);
        }
    }
}
