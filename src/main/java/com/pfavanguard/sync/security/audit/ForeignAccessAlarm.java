package com.pfavanguard.sync.security.audit;

import com.pfavanguard.sync.security.Audit;
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
 * Warns of users who keep asking for organizations they do not belong to: more than {@value #TOLERATED} tries within an
 * hour raise one alarm, the next one an hour later at the earliest. A stale bookmark stays below that.
 */
final class ForeignAccessAlarm {

    static final int TOLERATED = 5;

    private static final Logger log = LoggerFactory.getLogger(Audit.LOGGER);

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST_USERS = 10_000;

    private final Clock clock;
    private final Counter tries;
    private final Counter alarms;
    // In order of access, so that the user who was quiet longest is dropped first.
    private final Map<String, Tries> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST_USERS;
        }
    };

    private static final class Tries {
        // The latest tries within the window, in ms; at most TOLERATED + 1.
        private final Deque<Long> times = new ArrayDeque<>(TOLERATED + 1);
        private long quietSince = Long.MIN_VALUE;
    }

    ForeignAccessAlarm(Clock clock, MeterRegistry meters) {
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
                    .log("{} asked for organizations of others more than {} times within an hour", userId, TOLERATED);
        }
    }

    private synchronized boolean isTooMuch(String userId) {
        long now = clock.millis();
        Tries user = recent.computeIfAbsent(userId, id -> new Tries());
        // Times later than now do not count, so that setting the clock back does not lengthen a window.
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
