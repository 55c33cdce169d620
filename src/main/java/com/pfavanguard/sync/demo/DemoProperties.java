package com.pfavanguard.sync.demo;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Sample writes.
 *
 * @param enabled whether anybody may ask for one; false answers 404
 * @param shortestPause the shortest time between two events of one write, long enough for people to see each
 * @param longestPause the longest
 * @param maxRunning most sample writes under way at once; a further one gets HTTP 429
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
