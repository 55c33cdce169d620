package com.pfavanguard.sync.demo;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the sample writes and of the demo day.
 *
 * @param enabled Whether sample writes and, in open mode, the demo day are available: the buttons of the live page, and
 *     the addresses below /api/demo/{organizationId}/. If false, these answer HTTP 404.
 * @param shortestPause Shortest time between two events of a sample write.
 * @param longestPause Longest time between two events of a sample write.
 * @param maxRunning Maximum number of sample writes at the same time. A further one gets HTTP 429.
 * @param dayLength How long a demo day takes, from the first edit to the last. 1 second to 10 minutes.
 */
@Validated
@ConfigurationProperties("sync.demo")
record DemoProperties(
        @DefaultValue("true") boolean enabled,
        @NotNull @DefaultValue("400ms") Duration shortestPause,
        @NotNull @DefaultValue("900ms") Duration longestPause,
        @Positive @DefaultValue("20") int maxRunning,
        @NotNull @DefaultValue("150s") Duration dayLength) {

    private static final Duration SHORTEST_DAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DAY = Duration.ofMinutes(10);

    DemoProperties {
        if (shortestPause.isNegative() || longestPause.compareTo(shortestPause) < 0) {
            throw new IllegalArgumentException(
                    "sync.demo.shortest-pause must lie between 0 and sync.demo.longest-pause");
        }
        if (dayLength.compareTo(SHORTEST_DAY) < 0 || dayLength.compareTo(LONGEST_DAY) > 0) {
            throw new IllegalArgumentException("sync.demo.day-length must be 1 second to 10 minutes");
        }
    }
}
