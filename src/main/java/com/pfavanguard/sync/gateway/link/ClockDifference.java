package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the estimate of the broker's time up to date and warns when this machine's clock differs from it. The history
 * is judged by the broker's clock alone and not affected, but tokens are judged by this machine's, and times in logs
 * are hard to compare (decision 0030).
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class ClockDifference {

    private static final Logger log = LoggerFactory.getLogger(ClockDifference.class);

    private static final long WORTH_A_WARNING_MS = 10_000;

    private final BrokerTime time;
    /** The difference of the last warning, in milliseconds; 0 if there is none to take back. */
    private long warnedOf;

    ClockDifference(BrokerTime time, MeterRegistry meters) {
        this.time = time;
        Gauge.builder("sync.gateway.clock.ahead", time, now -> now.ownClockAhead() / 1000.0)
                .baseUnit("seconds")
                .register(meters);
    }

    /**
     * Learns from a message of this process that has just come back, and compares the clocks.
     *
     * @param stamp when the broker took it, milliseconds since 1970
     * @param sentAt {@link System#nanoTime} when it was sent
     */
    synchronized void learn(long stamp, long sentAt) {
        time.learn(stamp, sentAt);
        long ahead = time.ownClockAhead();
        if (Math.abs(ahead) < WORTH_A_WARNING_MS) {
            if (warnedOf != 0) {
                log.info("This machine's clock and the broker's agree again");
            }
            warnedOf = 0;
        } else if (warnedOf == 0 || Math.abs(ahead - warnedOf) >= WORTH_A_WARNING_MS) {
            warnedOf = ahead;
            log.warn(
                    "This machine's clock is {} s {} the broker's. Synchronize both by NTP: the history is not"
                            + " affected, but access tokens are checked against this machine's clock",
                    Duration.ofMillis(Math.abs(ahead)).toSeconds(),
                    ahead > 0 ? "ahead of" : "behind");
        }
    }
}
