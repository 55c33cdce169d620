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
 * Warns when this machine's clock and the broker's differ. The history is judged by the broker's alone and does not suffer,
 * but tokens are judged by this one, and times in logs are hard to compare.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class ClockDifference {

    private static final Logger log = LoggerFactory.getLogger(ClockDifference.class);

    private static final long WORTH_A_WARNING_MS = 10_000;

    private final BrokerTime time;
    private long told;

    ClockDifference(BrokerTime time, MeterRegistry meters) {
        this.time = time;
        Gauge.builder("sync.gateway.clock.ahead", time, now -> now.ownClockAhead() / 1000.0)
                .baseUnit("seconds")
                .register(meters);
    }

    /** Looks once more, after the broker has stamped a message of ours. */
    synchronized void look() {
        long ahead = time.ownClockAhead();
        if (Math.abs(ahead) < WORTH_A_WARNING_MS) {
            if (told != 0) {
                log.info("This machine's clock and the broker's agree again");
            }
            told = 0;
        } else if (told == 0 || Math.abs(ahead - told) >= WORTH_A_WARNING_MS) {
            told = ahead;
            log.warn(
                    "This machine's clock is {} s {} the broker's. The history is judged by the broker's clock and is not"
                            + " affected, but tokens are judged by this machine's. Set both by NTP",
                    Duration.ofMillis(Math.abs(ahead)).toSeconds(),
                    ahead > 0 ? "ahead of" : "behind");
        }
    }
}
