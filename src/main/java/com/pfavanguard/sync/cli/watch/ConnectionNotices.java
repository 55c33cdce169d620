package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.Connected;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints changes of the connection on standard error, apart from the messages on standard output. */
record ConnectionNotices(PrintWriter err) {

    void lost(ConnectionLostException loss, Duration pause) {
        err.printf(Locale.ROOT, "%s; trying again in %.1f s%n", loss.getMessage(), pause.toMillis() / 1e3);
    }

    /** Prints whether events were missed, after a resume or after the gateway had to leave events out. */
    void resumed(Connected greeting) {
        if (greeting.recovered() == null) {
            err.println("reconnected, but the gateway does not say whether events were missed: refetch");
        } else if (greeting.recovered()) {
            err.println("resumed, all missed events follow");
        } else {
            err.println("resumed with a gap, events are missing: refetch");
        }
    }

    void unreadable() {
        err.println("skipped a message that is not a JSON object");
    }
}
