package com.pfavanguard.sync.demo;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the sample writes.
 *
 * @param enabled Whether sample writes are available: the button of the live page, and POST
 *     /api/demo/{organizationId}/sample-write. If false, the address answers HTTP 404.
 * @param shortestPause Shortest time between two events of a sample write.
 * @param longestPause Longest time between two events of a sample write.
 * @param maxRunning Maximum number of sample writes at the same time. A further one gets HTTP 429.
 */
@Validated
@ConfigurationProperties("sync.demo")
record DemoProperties(
        @DefaultValue("true") boolean enabled,
        @NotNull @DefaultValue("400ms") Duration shortestPause,
        @NotNull @DefaultValue("900ms") Duration longestPause,
        @Positive @DefaultValue("20") int maxRunning) {

    DemoProperties {
        if (shortestPause.isNegative() || longestPause.compareTo(shortestPause) < 0) {
            throw new IllegalArgumentException(
                    "sync.demo.shortest-pause must lie between 0 and sync.demo.longest-pause");
        }
    }
}
