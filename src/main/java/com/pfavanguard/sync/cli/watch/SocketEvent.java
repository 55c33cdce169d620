package com.pfavanguard.sync.cli.watch;

import org.springframework.core.NestedExceptionUtils;

/** What a connection tells the thread that reads it. */
sealed interface SocketEvent {

    /** A whole text message. */
    record Text(String text) implements SocketEvent {}

    /** Something that holds no message of ours but shows that the other side lives: a ping, half a message. */
    record Activity() implements SocketEvent {}

    /** The end, with a code of RFC 6455 section 7.4: what the gateway said, or 1006 when it said nothing. */
    record Closed(int code, String reason) implements SocketEvent {

        static Closed withoutGoodbye(Throwable cause) {
            Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
            return new Closed(1006, root.getMessage() == null ? root.toString() : root.getMessage());
        }

        /** Whether the code asks the client to come back; unknown codes do, since the pauses grow. */
        boolean mayReconnect() {
            return switch (code) {
                case 1000, 1002, 1003, 1007, 1008, 1009, 1010 -> false;
                default -> code < 4400 || code > 4999;
            };
        }

        @Override
        public String toString() {
            String text = TerminalText.clean(reason);
            return text.isBlank() ? "close code " + code : "close code %d: %s".formatted(code, text);
        }
    }
}
