package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.LocalBucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How much one session may send. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class InboundLimits {

    private static final int BURST_SECONDS = 3;

    // What a session may send between two looks without a bucket of its own, as a part of what a second allows.
    private static final int UNNOTICED_PART = 4;

    private final long frames;
    private final long bytes;

    InboundLimits(LimitProperties limits) {
        this.frames = limits.framesPerSecond();
        this.bytes = limits.bytesPerSecond().toBytes();
    }

    boolean isNothing(long frames, long bytes) {
        return frames <= this.frames / UNNOTICED_PART && bytes <= this.bytes / UNNOTICED_PART;
    }

    LocalBucket frames() {
        return bucket(frames);
    }

    LocalBucket bytes() {
        return bucket(bytes);
    }

    // Guarded by its owner's lock; that kind makes no garbage.
    private static LocalBucket bucket(long perSecond) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(BURST_SECONDS * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                // By monotonic time, so that a clock set back does not stop the refill.
                .withNanosecondPrecision()
                .build();
    }
}
