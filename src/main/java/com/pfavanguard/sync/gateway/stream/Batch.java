package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.ClientProtocol;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of encoded events, built once and written to every session that stands at the same link with the same
 * encoding and filter, as most do. Lies in a direct buffer, from which the kernel reads without another copy.
 *
 * <p>For one thread, which uses it for one session after another.
 */
final class Batch implements Messages {

    // For one write: large enough to fill a socket buffer, small enough that other sessions do not wait long.
    private static final int USUAL_BYTES = 64 * 1024;

    private static final int USUAL_EVENTS = 256;

    // As many as are written to in a fraction of a millisecond: they may share one moment.
    private static final int MOST_UNREPORTED = 64;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(USUAL_BYTES);
    // The same memory, handed to sinks; one object instead of a new one for each of thousands of sessions.
    private ByteBuffer view = bytes.duplicate();
    private int[] ends = new int[USUAL_EVENTS];
    // Of the events, in the same order. Kept here, since the sessions that took them are counted some time later.
    private long[] arrivedAt = new long[USUAL_EVENTS];
    private long[] producedAt = new long[USUAL_EVENTS];
    private int events;

    // The link before the first event, and the last event in the batch; null while the batch is empty.
    private @Nullable StreamEvent before;
    private @Nullable StreamEvent last;
    private @Nullable MessageEncoding encoding;
    private EventFilter filter = EventFilter.ALL;

    /** Whether the trace of one of the events is recorded. */
    private boolean traced;

    /** In place of events, one message of a snapshot. */
    private @Nullable SnapshotChunk chunk;

    // How many sessions have taken all of the present content and are not reported yet.
    private int live;
    private int catchingUp;
    // When the last of them did, by Greeter#moment.
    private long takenAt;

    private final Deliveries.Tally tally;

    /** @param tally of the thread that uses the batch */
    Batch(Deliveries.Tally tally) {
        this.tally = tally;
    }

    Deliveries.Tally tally() {
        return tally;
    }

    /**
     * Fills the batch with the events that follow {@code link} and pass the filter, up to the size of one write, the next
     * gap, or the next event whose JSON has been dropped.
     *
     * @return whether it holds any event
     */
    boolean fill(StreamEvent link, MessageEncoding encoding, EventFilter filter) {
        if (before != link || !encoding.equals(this.encoding) || !filter.equals(this.filter)) {
            begin(link, encoding, filter);
        }
        StreamEvent next = last == null ? link.next() : last.next();
        while (next != null && !next.isGap()) {
            if (filter.matches(next)) {
                if (!add(next, encoding)) {
                    break;
                }
                last = next;
            }
            next = next.next();
        }
        return events > 0;
    }

    /** Fills the batch with one message of a snapshot. */
    void fill(SnapshotChunk message, MessageEncoding encoding) {
        if (chunk != message || !encoding.equals(this.encoding)) {
            begin(null, encoding, EventFilter.ALL);
            chunk = message;
            put(message.position(), message.json(), message.deflated(), null, encoding);
        }
    }

    /** The message of a snapshot that it holds; {@code null} if it holds events. */
    @Nullable SnapshotChunk chunk() {
        return chunk;
    }

    private void begin(@Nullable StreamEvent link, MessageEncoding encoding, EventFilter filter) {
        report();
        this.before = link;
        this.encoding = encoding;
        this.filter = filter;
        this.last = null;
        this.chunk = null;
        this.events = 0;
        this.traced = false;
        bytes.clear();
    }

    private boolean add(StreamEvent event, MessageEncoding encoding) {
        byte[] json = event.json();
        EventTrace trace = event.trace();
        TraceParent parent = trace == null ? null : trace.parent();
        if (json == null || !put(event.eventId(), json, event.deflated(), parent, encoding)) {
            return false;
        }
        traced |= trace != null && trace.isRecorded();
        arrivedAt[events - 1] = event.arrivedAt();
        producedAt[events - 1] = event.producedAt();
        return true;
    }

    private boolean put(
            String id, byte[] json, byte @Nullable [] deflated, @Nullable TraceParent trace, MessageEncoding encoding) {
        int length = encoding.length(id, json, deflated, trace);
        if (length > bytes.remaining()) {
            if (events > 0) {
                return false;
            }
            bytes = ByteBuffer.allocateDirect(length);
            view = bytes.duplicate();
        }
        if (live + catchingUp > 0) {
            report(); // those sessions have not taken what comes now
        }
        encoding.write(id, json, deflated, trace, bytes);
        if (events == ends.length) {
            ends = Arrays.copyOf(ends, 2 * events);
            arrivedAt = Arrays.copyOf(arrivedAt, 2 * events);
            producedAt = Arrays.copyOf(producedAt, 2 * events);
        }
        ends[events++] = bytes.position();
        return true;
    }

    @Override
    public ByteBuffer bytes() {
        return view.limit(bytes.position()).position(0);
    }

    @Override
    public int endOfMessageAt(int offset) {
        return ends[messageAt(offset)];
    }

    /** The link a session stands at after {@code handedOver} bytes, always whole messages, have been handed over. */
    StreamEvent linkAfter(int handedOver) {
        if (handedOver == bytes.position()) {
            return Objects.requireNonNull(last);
        }
        StreamEvent link = Objects.requireNonNull(before);
        StreamEvent each = link;
        for (int i = 0; i < events && ends[i] <= handedOver; ) {
            each = Objects.requireNonNull(each.next());
            if (filter.matches(each)) {
                link = each;
                i++;
            }
        }
        return link;
    }

    /** Whether {@link #tellTraces} has anything to do. */
    boolean isTraced() {
        return traced;
    }

    /** Tells the recorded traces among the events that the session has taken them, as far as they were handed over. */
    void tellTraces(int handedOver, MessageSink sink) {
        StreamEvent each = Objects.requireNonNull(before);
        for (int i = 0; i < events && ends[i] <= handedOver; ) {
            each = Objects.requireNonNull(each.next());
            if (filter.matches(each)) {
                i++;
                EventTrace trace = each.trace();
                if (trace != null) {
                    trace.taken(sink);
                }
            }
        }
    }

    /**
     * Counts what a session has taken.
     *
     * @param handedOver bytes, always whole messages
     * @param now by {@link Greeter#moment}
     * @param isLive whether it had all earlier events
     */
    void taken(int handedOver, long now, boolean isLive) {
        if (handedOver < bytes.position()) {
            if (handedOver > 0) {
                report(messageAt(handedOver - 1) + 1, handedOver, now, isLive ? 1 : 0, isLive ? 0 : 1);
            }
            return;
        }
        takenAt = now;
        if (isLive) {
            live++;
        } else {
            catchingUp++;
        }
        if (live + catchingUp >= MOST_UNREPORTED) {
            report();
        }
    }

    /** Reports the sessions that have taken the present content. */
    void report() {
        if (live + catchingUp > 0) {
            report(events, bytes.position(), takenAt, live, catchingUp);
            live = 0;
            catchingUp = 0;
        }
    }

    private void report(int howMany, int bytesEach, long at, int liveOnes, int others) {
        ClientProtocol protocol = Objects.requireNonNull(encoding).protocol();
        if (chunk == null) {
            tally.taken(protocol, this, howMany, bytesEach, at, liveOnes, others);
        } else {
            tally.takenOfSnapshot(protocol, bytesEach, liveOnes + others);
        }
    }

    long arrivedAt(int event) {
        return arrivedAt[event];
    }

    long producedAt(int event) {
        return producedAt[event];
    }

    private int messageAt(int offset) {
        int found = Arrays.binarySearch(ends, 0, events, offset);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** Releases the events, which would otherwise stay in memory until others come. */
    void clear() {
        report();
        before = null;
        last = null;
        chunk = null;
        encoding = null;
        filter = EventFilter.ALL;
    }
}
