package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the drain, by which the sessions of a gateway that stops move to other gateways.
 *
 * @param waitFor How long a gateway that stops goes on accepting sessions after readiness has turned to 503, so that load
 *     balancers notice. Left out while no session is open. Must be less than time. Default: 5 s with an external
 *     broker, 0 s with the embedded broker, since no other gateway could take the sessions.
 * @param time Maximum time from the start of a drain until the last session has been told to leave, wait included. With
 *     an external broker a full gateway uses all of it, one with fewer sessions less. With the embedded broker all
 *     sessions leave at once, and come back spread over up to this time.
 */
@Validated
@ConfigurationProperties("sync.gateway.drain")
record DrainProperties(
        @Name("wait") @Nullable @DurationMin Duration waitFor,

        @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10) @DefaultValue("30s")
        Duration time) {

    private static final Duration TO_NOTICE = Duration.ofSeconds(5);

    /** The wait for load balancers, set or not. */
    Duration waitAt(Mode broker) {
        if (waitFor != null) {
            return waitFor;
        }
        // A quarter of a short drain: a default must not fail the start.
        Duration quarter = time.dividedBy(4);
        return broker == Mode.EMBEDDED ? Duration.ZERO : TO_NOTICE.compareTo(quarter) < 0 ? TO_NOTICE : quarter;
    }

    @AssertTrue(message = "sync.gateway.drain.wait must be less than sync.gateway.drain.time") boolean isTimeLeftAfterWait() {
        return waitFor == null || waitFor.compareTo(time) < 0;
    }
}
