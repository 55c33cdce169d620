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
    // The least recently active go first; times of the last tries of each, at most one more than is tolerated.
    private final Map<String, Deque<Long>> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > MOST_USERS;
        }
    };

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
        Deque<Long> times = recent.computeIfAbsent(userId, id -> new ArrayDeque<>(TOLERATED + 1));
        times.removeIf(time -> time < now - WINDOW.toMillis());
        times.addLast(now);
        if (times.size() <= TOLERATED) {
            return false;
        }
        times.clear(); // the next alarm takes as many tries again
        return true;
    }
}
