package com.pfavanguard.sync.vital;

import java.time.Duration;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Chooses the pauses between attempts that fail in a row: each twice as long as the one before, up to a limit, and a
 * little shorter or longer by chance, so that many processes do not all try in the same instant (decision 0043). For one
 * thread.
 */
public final class Pauses {

    private final ExponentialBackOff backOff;
    private BackOffExecution inARow;

    /** @param jitter how much shorter or longer the first pause may be; later ones in proportion */
    public Pauses(Duration first, Duration longest, Duration jitter) {
        backOff = new ExponentialBackOff(first.toMillis(), 2);
        backOff.setMaxInterval(longest.toMillis());
        backOff.setJitter(jitter.toMillis());
        inARow = backOff.start();
    }

    /** Returns the next pause in the row. */
    public Duration next() {
        return Duration.ofMillis(inARow.nextBackOff());
    }

    /** Ends the row: the next pause is a first one again. */
    public void reset() {
        inARow = backOff.start();
    }
}
