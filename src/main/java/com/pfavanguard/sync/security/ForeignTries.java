package com.pfavanguard.sync.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users who try other organizations again and again: more than {@value #TOLERATED} times within an hour raises the
 * alarm, once in that hour. A stale bookmark does not.
 */
final class ForeignTries {

    static final int TOLERATED = 5;

    private static final Logger log = LoggerFactory.getLogger(Audit.LOGGER);

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST_USERS = 10_000;

    private final Clock clock;
    private final Counter tries;
    private final Counter alarms;
    // The least recently active go first.
    private final Map<String, Tries> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST_USERS;
        }
    };

    private static final class Tries {
        // Of the last ones, at most one more than is tolerated.
        private final Deque<Long> times = new ArrayDeque<>(TOLERATED + 1);
        private long quietSince = Long.MIN_VALUE;
    }

    ForeignTries(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.tries = meters.counter("sync.security.foreign.tries");
        this.alarms = meters.counter("sync.security.foreign.alarms");
    }

    void note(String userId) {
        tries.increment();
        if (isTooMuch(userId)) {
            alarms.increment();
            log.atWarn()
                    .addKeyValue("action", "foreign-tries")
                    .addKeyValue("user", userId)
                    .log("{} has tried organizations of others more than {} times within an hour", userId, TOLERATED);
        }
    }

    private synchronized boolean isTooMuch(String userId) {
        long now = clock.millis();
        Tries user = recent.computeIfAbsent(userId, id -> new Tries());
        // Neither lasts longer when the clock is set back.
        if (isWithinWindow(user.quietSince, now)) {
            return false;
        }
        user.times.removeIf(time -> !isWithinWindow(time, now));
        user.times.addLast(now);
        if (user.times.size() <= TOLERATED) {
            return false;
        }
        user.times.clear();
        user.quietSince = now;
        return true;
    }

    private static boolean isWithinWindow(long time, long now) {
        return time > now - WINDOW.toMillis() && time <= now;
    }
}
