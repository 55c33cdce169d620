package com.pfavanguard.sync.gateway.stream;

import java.time.Duration;
import java.util.Locale;

/**
 * Judges the timestamp that a producer gave its event by the broker's stamp. Producers' clocks may be wrong by years, and
 * one wrong clock must not spoil the latency of all organizations: a timestamp that cannot be right counts as the moment
 * of arrival at the broker.
 */
public enum ProducerStamp {

    /** Credible; clocks may differ by a second. */
    CREDIBLE,
    /** Later than the arrival at the broker by more than {@link #MOST_AHEAD}. */
    FUTURE,
    /** Earlier than the arrival at the broker by more than {@link #MOST_BEHIND}: an old clock, or an event held back. */
    OLD;

    static final Duration MOST_AHEAD = Duration.ofSeconds(1);
    static final Duration MOST_BEHIND = Duration.ofMinutes(5);

    /** As metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param producedAt by the producer's clock, milliseconds since 1970
     * @param arrivedAt by the broker's clock
     */
    public static ProducerStamp judge(long producedAt, long arrivedAt) {
        if (producedAt > arrivedAt + MOST_AHEAD.toMillis()) {
            return FUTURE;
        }
        return producedAt < arrivedAt - MOST_BEHIND.toMillis() ? OLD : CREDIBLE;
    }

    /** The moment from which the event's latency counts; never later than its arrival. */
    static long start(long producedAt, long arrivedAt) {
        return judge(producedAt, arrivedAt) == CREDIBLE ? Math.min(producedAt, arrivedAt) : arrivedAt;
    }
}
