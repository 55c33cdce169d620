package com.pfavanguard.sync.gateway.limits;

import io.github.bucket4j.local.LocalBucket;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures how fast one session sends, from the counters that its connection keeps anyway, so that a frame (message,
 * ping or fragment) costs nothing here. A session gets token buckets only when it sends much, and loses them when it is
 * silent again. Called by the sweep and, in between, by the thread that reads the session. Safe for any thread.
 */
public final class InboundRate {

    private final InboundLimits limits;
    private final LongSupplier frameCount;
    private final LongSupplier byteCount;

    // STOMP frames that shared a WebSocket message with one before them.
    private long furtherFrames;
    private boolean messageHasFrame;

    // Counters at the last check.
    private long framesSeen;
    private long bytesSeen;

    private @Nullable LocalBucket frames;
    private @Nullable LocalBucket bytes;

    /**
     * @param frameCount frames received so far
     * @param byteCount bytes received so far
     */
    public InboundRate(InboundLimits limits, LongSupplier frameCount, LongSupplier byteCount) {
        this.limits = limits;
        this.frameCount = frameCount;
        this.byteCount = byteCount;
        this.framesSeen = frameCount.getAsLong();
        this.bytesSeen = byteCount.getAsLong();
    }

    /**
     * Called for each message; the exceeded limit, if any. Uses the buckets only if much has come since the last check.
     */
    public synchronized Optional<Limit> check() {
        messageHasFrame = false;
        return checkIfMuch();
    }

    /** Called for each STOMP frame of a message. Each frame after the first counts like another message. */
    public synchronized Optional<Limit> checkStompFrame() {
        if (!messageHasFrame) {
            messageHasFrame = true;
            return Optional.empty();
        }
        furtherFrames++;
        return checkIfMuch();
    }

    private Optional<Limit> checkIfMuch() {
        long newFrames = frameCount.getAsLong() + furtherFrames - framesSeen;
        long newBytes = byteCount.getAsLong() - bytesSeen;
        return limits.isNegligible(newFrames, newBytes) ? Optional.empty() : charge(newFrames, newBytes);
    }

    /** Called by the sweep, about every half second; the exceeded limit, if any. */
    public synchronized Optional<Limit> look() {
        long newFrames = frameCount.getAsLong() + furtherFrames - framesSeen;
        long newBytes = byteCount.getAsLong() - bytesSeen;
        if (frames == null && limits.isNegligible(newFrames, newBytes)) {
            framesSeen += newFrames;
            bytesSeen += newBytes;
            return Optional.empty();
        }
        return charge(newFrames, newBytes);
    }

    private Optional<Limit> charge(long newFrames, long newBytes) {
        framesSeen += newFrames;
        bytesSeen += newBytes;
        LocalBucket frameBucket = frames == null ? limits.frames() : frames;
        LocalBucket byteBucket = bytes == null ? limits.bytes() : bytes;
        if (newFrames > 0 && !frameBucket.tryConsume(newFrames)) {
            return Optional.of(Limit.FRAMES);
        }
        if (newBytes > 0 && !byteBucket.tryConsume(newBytes)) {
            return Optional.of(Limit.BYTES);
        }
        boolean rested = newFrames == 0 && isFull(frameBucket) && isFull(byteBucket);
        frames = rested ? null : frameBucket;
        bytes = rested ? null : byteBucket;
        return Optional.empty();
    }

    private static boolean isFull(LocalBucket bucket) {
        return bucket.getAvailableTokens()
                >= bucket.getConfiguration().getBandwidths()[0].getCapacity();
    }

    /** Whether it has buckets; for tests. */
    boolean hasBuckets() {
        return frames != null;
    }
}
