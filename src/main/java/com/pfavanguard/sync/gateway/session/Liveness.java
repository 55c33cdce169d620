package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.stomp.FrameDecoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session was last heard and last spoken to, and what follows from that. Times are {@link System#nanoTime()}.
 * Written by whichever thread sends or receives, read by the sweep; a value a moment old does no harm.
 */
final class Liveness {

    /** A peer is given up after this many of its intervals without a sign. */
    private static final int MISSED_INTERVALS = 3;

    private final long openedAt;
    private volatile long heardAt;
    private volatile long spokenAt;
    private long pingedAt;

    private volatile boolean connected;
    private volatile long sendEveryNanos;
    private volatile long expectEveryNanos;

    // 0 unless a frame has begun and not ended.
    private volatile long frameBegunAt;

    // 0 while open; the sweep cuts a peer that lets our close frame wait.
    private volatile long closingSince;

    Liveness(long now) {
        openedAt = now;
        heardAt = now;
        spokenAt = now;
        pingedAt = now;
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    /** A message has come that left this of a frame. */
    void left(FrameDecoder.@Nullable Rest rest) {
        if (rest == FrameDecoder.Rest.NONE) {
            frameBegunAt = 0;
        } else if (rest == FrameDecoder.Rest.BEGUN || (rest == FrameDecoder.Rest.PART && frameBegunAt == 0)) {
            frameBegunAt = System.nanoTime() | 1;
        }
    }

    boolean owesEndOfFrameLongerThan(Duration limit, long now) {
        long since = frameBegunAt;
        return since != 0 && now - since > limit.toNanos();
    }

    void sent() {
        spokenAt = System.nanoTime();
    }

    void pinged(long now) {
        pingedAt = now;
    }

    void connected(long sendEveryMs, long expectEveryMs) {
        sendEveryNanos = Duration.ofMillis(sendEveryMs).toNanos();
        expectEveryNanos = Duration.ofMillis(expectEveryMs).toNanos();
        connected = true;
    }

    void closing() {
        closingSince = System.nanoTime() | 1;
    }

    boolean isClosing() {
        return closingSince != 0;
    }

    boolean isClosingLongerThan(Duration limit, long now) {
        long since = closingSince;
        return since != 0 && now - since > limit.toNanos();
    }

    boolean hasNotConnectedWithin(Duration limit, long now) {
        return !connected && now - openedAt > limit.toNanos();
    }

    /**
     * Whether the peer has been silent for too long: three of the intervals in which it promised a sign (or, without
     * such a promise, in which plain clients are pinged), and never more than the idle limit.
     */
    boolean isSilent(boolean stomp, GatewayProperties properties, long now) {
        long silence = now - heardAt;
        if (silence > properties.idleLimit().toNanos()) {
            return true;
        }
        long interval = stomp ? expectEveryNanos : properties.pingInterval().toNanos();
        return interval > 0 && silence > MISSED_INTERVALS * interval;
    }

    /** Whether a STOMP heart-beat is due before the next look, {@code ahead} from now. */
    boolean owesHeartbeat(Duration ahead, long now) {
        return sendEveryNanos > 0 && now - spokenAt > sendEveryNanos - ahead.toNanos();
    }

    /** Whether a WebSocket ping is due; STOMP peers that promised heart-beats need none. */
    boolean owesPing(Duration every, long now) {
        return expectEveryNanos == 0 && now - pingedAt > every.toNanos();
    }
}
