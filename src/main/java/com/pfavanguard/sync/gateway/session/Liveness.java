package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.stomp.StrictStompDecoder.Remainder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Records when a session last received and last sent something, and tells what is due or overdue. Times are {@link
 * System#nanoTime()}. Written by the threads that send and receive, read by the sweep, which tolerates slightly old
 * values.
 */
final class Liveness {

    /** Heart-beat intervals without a sign of life after which a client counts as gone. */
    private static final int MISSED_INTERVALS = 3;

    private final long openedAt;
    private volatile long receivedAt;
    private volatile long sentAt;
    private long pingedAt;

    private volatile boolean connected;
    private volatile long sendEveryNanos;
    private volatile long expectEveryNanos;

    // 0 unless the client has sent the start of a frame and not yet its end.
    private volatile long frameStartedAt;

    // 0 while open. The sweep cuts the connection of a client that does not answer our close frame.
    private volatile long closingSince;

    Liveness(long now) {
        openedAt = now;
        receivedAt = now;
        sentAt = now;
        pingedAt = now;
    }

    /** How long ago the session was opened. */
    Duration age(long now) {
        return Duration.ofNanos(now - openedAt);
    }

    void received() {
        receivedAt = System.nanoTime();
    }

    /**
     * @param remainder what followed the last complete frame of a message; {@code null} if it contained no end of a
     * frame
     */
    void received(@Nullable Remainder remainder) {
        if (remainder == Remainder.NONE) {
            frameStartedAt = 0;
        } else if (remainder == Remainder.START_OF_FRAME
                || (remainder == Remainder.PART_OF_FRAME && frameStartedAt == 0)) {
            frameStartedAt = System.nanoTime() | 1;
        }
    }

    boolean owesEndOfFrameLongerThan(Duration limit, long now) {
        long since = frameStartedAt;
        return since != 0 && now - since > limit.toNanos();
    }

    void sent(long now) {
        sentAt = now;
    }

    void pinged(long now) {
        pingedAt = now;
    }

    void connected(long sendEveryMs, long expectEveryMs) {
        sendEveryNanos = Duration.ofMillis(sendEveryMs).toNanos();
        expectEveryNanos = Duration.ofMillis(expectEveryMs).toNanos();
        connected = true;
    }

    /** The client wants a heart-beat in each interval in which nothing else is sent. */
    void sendsHeartbeats(Duration every) {
        sendEveryNanos = every.toNanos();
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
     * Whether the client has been silent for too long: for three of the heart-beat intervals that it promised (STOMP)
     * or of the ping intervals (plain JSON), and in any case for longer than the idle limit.
     */
    boolean isSilent(boolean stomp, GatewayProperties properties, long now) {
        long silence = now - receivedAt;
        if (silence > properties.idleLimit().toNanos()) {
            return true;
        }
        long interval = stomp ? expectEveryNanos : properties.pingInterval().toNanos();
        return interval > 0 && silence > MISSED_INTERVALS * interval;
    }

    /** Whether a heart-beat is due before the next sweep, {@code ahead} from now. */
    boolean owesHeartbeat(Duration ahead, long now) {
        return sendEveryNanos > 0 && now - sentAt > sendEveryNanos - ahead.toNanos();
    }

    /** Whether a WebSocket ping is due; never for STOMP clients that promised heart-beats. */
    boolean owesPing(Duration every, long now) {
        return expectEveryNanos == 0 && now - pingedAt > every.toNanos();
    }
}
