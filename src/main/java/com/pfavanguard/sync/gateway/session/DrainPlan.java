package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.limits.LimitProperties;
import java.time.Duration;

/**
 * Decides when each session of a drain leaves this gateway, and when its client connects to another one (decision
 * 0045). Times count from the start of the closing.
 *
 * @param sessions how many sessions leave
 * @param spread from the first to the last client's new connection
 * @param window how long this gateway can go on; sessions whose turn comes later leave at its end and wait elsewhere
 */
record DrainPlan(int sessions, Duration spread, Duration window) {

    // The other half is left to clients that come to the other gateways for another reason.
    private static final int SHARE_OF_THE_LIMITS = 2;

    /**
     * The plan for these sessions. Assumes that the other gateways have the same limits as this one.
     *
     * @param ofOneAddress how many of the sessions come from the address with the most
     * @param capacity how many sessions a full gateway has
     * @param full spread of a full gateway
     */
    static DrainPlan of(
            int sessions, int ofOneAddress, int capacity, LimitProperties limits, Duration full, Duration window) {
        long steady = full.toMillis() * sessions / capacity;
        long withinLimit = millis(sessions, limits.connectsPerSecond());
        long withinLimitOfAddress = millis(ofOneAddress, limits.connectsPerSecondPerAddress());
        long spread = Math.max(steady, Math.max(withinLimit, withinLimitOfAddress));
        return new DrainPlan(sessions, Duration.ofMillis(spread), window);
    }

    private static long millis(int connects, int perSecond) {
        return 1_000L * SHARE_OF_THE_LIMITS * connects / perSecond;
    }

    /** When the client of the session with this index, from 0, connects to another gateway. */
    Duration turn(int session) {
        return spread.multipliedBy(session).dividedBy(Math.max(1, sessions));
    }

    /** How many sessions have left by this time: those whose turn has come; at the end of the window all. */
    int leftBy(Duration elapsed) {
        if (elapsed.compareTo(window) >= 0 || spread.isZero()) {
            return sessions;
        }
        return (int) Math.min(sessions, 1 + sessions * elapsed.toMillis() / Math.max(1, spread.toMillis()));
    }

    /** How long the client waits from now until its turn; zero if that is over. */
    Duration hint(int session, Duration elapsed) {
        Duration wait = turn(session).minus(elapsed);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
