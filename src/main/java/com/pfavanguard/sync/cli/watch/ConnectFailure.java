package com.pfavanguard.sync.cli.watch;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import org.springframework.core.NestedExceptionUtils;

/** Says in words why the JDK's HTTP client could not connect. */
public final class ConnectFailure {

    private ConnectFailure() {}

    /** Returns half a line, such as "cannot connect, nothing listens at localhost:3000". */
    public static String reason(Throwable cause, String place) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
        if (root instanceof UnresolvedAddressException) {
            return "cannot connect, unknown host name in " + place;
        }
        if (cause instanceof ConnectException) {
            return "cannot connect, nothing listens at " + place;
        }
        if (cause instanceof HttpTimeoutException) {
            return "cannot connect, no answer from " + place;
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return "cannot connect to " + place + ": " + TerminalText.clean(message);
    }
}
