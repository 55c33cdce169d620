package com.pfavanguard.sync.gateway.limits;

import io.github.bucket4j.local.LocalBucket;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast one session sends, by the counters its connection has anyway: a frame costs nothing here, be it a message, a
 * ping or a fragment. Most sessions send next to nothing and never get buckets; those that do lose them when they have
 * been silent. Looked at by the sweep and, in between, by the thread that reads the session. Safe for any thread.
 */
public final class InboundRate {

    private final InboundLimits limits;
    private final LongSupplier frameCount;
    private final LongSupplier byteCount;

    // STOMP frames that shared a WebSocket message with one before them.
    private long furtherFrames;
    private boolean messageHasFrame;

    // As of the last look.
    private long framesSeen;
    private long bytesSeen;

    private @Nullable LocalBucket frames;
    private @Nullable LocalBucket bytes;

    /**
     * @param frameCount how many frames have come in so far
     * @param byteCount likewise how many bytes
     */
    public InboundRate(InboundLimits limits, LongSupplier frameCount, LongSupplier byteCount) {
        this.limits = limits;
        this.frameCount = frameCount;
        this.byteCount = byteCount;
        this.framesSeen = frameCount.getAsLong();
        this.bytesSeen = byteCount.getAsLong();
    }

    /** For each message: looks once so much has come that it might be too much. */
    public synchronized Optional<Limit> check() {
        messageHasFrame = false;
        return lookIfMuch();
    }

    /** For each STOMP frame in a message; all but its first cost as much as messages of their own. */
    public synchronized Optional<Limit> checkStompFrame() {
        if (!messageHasFrame) {
            messageHasFrame = true;
            return Optional.empty();
        }
        furtherFrames++;
        return lookIfMuch();
    }

    private Optional<Limit> lookIfMuch() {
        long newFrames = frameCount.getAsLong() + furtherFrames - framesSeen;
        long newBytes = byteCount.getAsLong() - bytesSeen;
        return limits.isNothing(newFrames, newBytes) ? Optional.empty() : charge(newFrames, newBytes);
    }

    /** Looks at what has come since; every half second or so. */
    public synchronized Optional<Limit> look() {
        long newFrames = frameCount.getAsLong() + furtherFrames - framesSeen;
        long newBytes = byteCount.getAsLong() - bytesSeen;
        if (frames == null && limits.isNothing(newFrames, newBytes)) {
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

    /** Whether it keeps buckets; for tests. */
    boolean isKeepingCount() {
        return frames != null;
    }
}
