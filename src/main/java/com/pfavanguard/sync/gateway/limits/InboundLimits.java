package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.LocalBucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The frames and bytes a second that one session may send, and the token buckets for them. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class InboundLimits {

    private static final int BURST_SECONDS = 3;

    // A session that sends less than this part of a second's allowance between two checks needs no buckets.
    private static final int IGNORED_PART = 4;

    private final long frames;
    private final long bytes;

    InboundLimits(LimitProperties limits) {
        this.frames = limits.framesPerSecond();
        this.bytes = limits.bytesPerSecond().toBytes();
    }

    boolean isNegligible(long frames, long bytes) {
        return frames <= this.frames / IGNORED_PART && bytes <= this.bytes / IGNORED_PART;
    }

    LocalBucket frames() {
        return bucket(frames);
    }

    LocalBucket bytes() {
        return bucket(bytes);
    }

    // Without synchronization, which allocates nothing: InboundRate guards it by its own lock.
    private static LocalBucket bucket(long perSecond) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(BURST_SECONDS * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                // Uses monotonic time, so that setting the clock back does not stop the refill.
                .withNanosecondPrecision()
                .build();
    }
}
