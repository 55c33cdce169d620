package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucket;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes and recognizes the markers of one connection: messages that the link itself sends into the history and reads
 * back. They tell where the past ends (decision 0010), keep a known message in the ring in quiet times (decision
 * 0028), carry the broker's time (decision 0030), and tell clients' unknown positions from those of the next moment
 * (decision 0055). A marker that does not come back shows that events would not either.
 */
final class LinkMarkers {

    // Several within the shortest retention, so that one is always in the ring.
    private static final Duration SEND_EVERY = Duration.ofSeconds(20);

    // A client that makes up positions makes markers, and each takes an event's place in the history. The stream bounds
    // those of one organization; these limits hold for all together. A marker answers all that wait, so that even under
    // attack no client waits for longer than the last of them.
    private static final int WANTED_AT_ONCE = 3;
    private static final int WANTED_IN_A_ROW = 30;
    static final Duration ONE_WANTED_EVERY = Duration.ofSeconds(2);

    private final String id = UUID.randomUUID().toString();
    private final LongSupplier nanos;
    private final LocalBucket wanted;
    private volatile long sentAt;

    /** When the oldest marker was sent that has not come back; {@code null} if all have. */
    private volatile @Nullable Long unansweredSince;

    LinkMarkers() {
        this(System::nanoTime);
    }

    LinkMarkers(LongSupplier nanos) {
        this.nanos = nanos;
        this.wanted = Bucket.builder()
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return nanos.getAsLong();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                })
                .addLimit(limit -> limit.capacity(WANTED_AT_ONCE).refillGreedy(1, Duration.ofSeconds(1)))
                .addLimit(limit -> limit.capacity(WANTED_IN_A_ROW).refillGreedy(1, ONE_WANTED_EVERY))
                .build();
    }

    /** Whether the next marker is due. */
    boolean isDue() {
        return nanos.getAsLong() - sentAt >= SEND_EVERY.toNanos();
    }

    /**
     * Whether to send a marker because a client needs one from after {@code since}: not if there is one, nor while another
     * one is under way, nor too often.
     *
     * @param since by {@link System#nanoTime}
     */
    synchronized boolean mayAnswer(long since) {
        if (sentAt - since >= 0 || unansweredSince != null || !wanted.tryConsume(1)) {
            return false;
        }
        unansweredSince = nanos.getAsLong();
        return true;
    }

    /** The frame of an ordinary marker, to be sent now. */
    String frame() {
        return frame("");
    }

    /**
     * The frame of a marker that ends the past: of the lowest priority, or an event of a lower one could come behind
     * it.
     */
    String endOfPastFrame() {
        return frame("priority:0\nend:true\n");
    }

    // Persistent, or the marker would be missing after a restart of the broker.
    private String frame(String headers) {
        long now = nanos.getAsLong();
        sentAt = now;
        if (unansweredSince == null) {
            unansweredSince = now;
        }
        return "SEND\ndestination:/topic/" + StompBroker.HISTORY_MARKER_ADDRESS + "\npersistent:true\n" + headers
                + "marker:" + id + "\nsent:" + now + "\n\n\0";
    }

    /** For how many nanoseconds a marker has been under way; 0 if none is. */
    long underWayFor(long now) {
        Long since = unansweredSince;
        return since == null ? 0 : Math.max(0, now - since);
    }

    /** Whether a marker has been under way for longer than {@code nanos}. */
    boolean isUnansweredFor(long nanos, long now) {
        Long since = unansweredSince;
        return since != null && now - since > nanos;
    }

    /** Whether this is a gateway's marker, of this connection or of another. */
    static boolean isMarker(BrokerFrame frame) {
        String destination = frame.header("destination");
        return frame.command().equals("MESSAGE")
                && frame.fault() == BrokerFrame.Fault.NONE
                && destination != null
                && destination.endsWith(StompBroker.HISTORY_MARKER_ADDRESS);
    }

    /** Whether this connection has sent the marker. */
    boolean isOwn(BrokerFrame marker) {
        return id.equals(marker.header("marker"));
    }

    /**
     * Notes that an own marker has come back.
     *
     * @return {@link System#nanoTime} when it was sent
     */
    long returned(BrokerFrame ownMarker) {
        unansweredSince = null;
        return Long.parseLong(String.valueOf(ownMarker.header("sent")));
    }

    /** Whether everything that lay in the queue before this own marker has now been read. */
    boolean isEndOfPast(BrokerFrame ownMarker) {
        return ownMarker.header("end") != null;
    }
}
