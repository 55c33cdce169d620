package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.Connected;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What happens to the connection, told on standard error, beside the stream of messages. */
record ConnectionNotices(PrintWriter err) {

    void lost(ConnectionLostException loss, Duration pause) {
        err.printf(Locale.ROOT, "%s; trying again in %.1f s%n", loss.getMessage(), pause.toMillis() / 1e3);
    }

    /** What the gateway knows of events missed, after a position was asked for or when it had to leave some out. */
    void resumed(Connected greeting) {
        if (greeting.recovered() == null) {
            err.println("connected again, but the gateway does not say whether events were missed: refetch");
        } else if (greeting.recovered()) {
            err.println("resumed with everything missed");
        } else {
            err.println("resumed with a gap, events were missed: refetch");
        }
    }

    void unreadable() {
        err.println("skipped a message that is no JSON object");
    }
}
