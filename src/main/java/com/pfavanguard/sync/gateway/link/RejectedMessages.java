package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.InvalidSyncEventException.Reason;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.vital.LogContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts and logs messages that are not valid events, each of them once, although the broker's ring is read again
 * after each reconnect. For one thread.
 */
final class RejectedMessages {

    private static final Logger log = LoggerFactory.getLogger(RejectedMessages.class);

    private final MeterRegistry meters;
    private final int mostRemembered;
    private final Set<Long> numbers = new LinkedHashSet<>();
    // A producer may send thousands of bad messages a second; the metric counts all of them.
    private final BoundedLog lines = new BoundedLog();

    /** @param mostRemembered how many messages the broker's ring holds */
    RejectedMessages(MeterRegistry meters, int mostRemembered) {
        this.meters = meters;
        this.mostRemembered = mostRemembered;
        for (Reason reason : Reason.values()) {
            counter(reason); // all at zero from the start, so that alerts can be written before the first rejection
        }
    }

    void add(BrokerFrame frame, InvalidSyncEventException e) {
        long number = ArtemisHeaders.number(frame);
        // Without a number there is only a producer's text of any length, which is not kept: such a message is reported
        // each time that it is read.
        if (number != ReadMessages.UNKNOWN && !numbers.add(number)) {
            return;
        }
        if (numbers.size() > mostRemembered) {
            numbers.remove(numbers.iterator().next());
        }
        counter(e.reason()).increment();
        try (LogContext ignored = context(frame)) {
            tell(frame, e, number);
        }
    }

    private static LogContext context(BrokerFrame frame) {
        String destination = frame.header("destination");
        TraceParent trace = TraceParent.parse(frame.header(TraceParent.NAME)).orElse(null);
        return LogContext.of(destination == null ? null : organization(destination))
                .inTrace(trace == null ? null : trace.traceId(), trace == null ? null : trace.spanId());
    }

    private static @Nullable String organization(String destination) {
        return SyncDestinations.organizationOf(destination)
                .map(OrganizationId::value)
                .orElse(null);
    }

    private void tell(BrokerFrame frame, InvalidSyncEventException e, long number) {
        String address = LogText.printable(frame.header("destination"));
        // Limited per address too, so that one producer's bad messages do not hide another organization's.
        lines.tell(
                log,
                Level.WARN,
                e.reason().tag() + ' ' + address,
                "Skipped a message that is no sync event: {} ({}; address {}, message {})",
                LogText.printable(e.getMessage()),
                e.reason().tag(),
                address,
                number == ReadMessages.UNKNOWN ? LogText.printable(frame.header("message-id")) : number);
    }

    private Counter counter(Reason reason) {
        return meters.counter("sync.gateway.events.rejected", "reason", reason.tag());
    }
}
