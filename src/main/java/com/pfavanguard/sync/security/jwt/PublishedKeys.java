package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the keys that an issuer publishes. Fetches them for the first token, keeps them for five minutes, or for an hour
 * while the issuer is unreachable, and fetches them for an unknown key at most once in 30 seconds, however many such
 * tokens arrive.
 *
 * <p>An issuer that hangs must not block the web server: one thread fetches; while there are no keys yet, a few more
 * wait for it; all others get an answer at once. Nimbus' cache lets every request wait (decision 0040). Safe for any
 * thread.
 */
final class PublishedKeys implements JWKSource<SecurityContext> {

    /** Requests the keys from the issuer. */
    interface Fetch {
        /** Blocks for up to some seconds if the issuer hangs. */
        JWKSet fetch() throws KeySourceException;
    }

    private static final long FRESH_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long USABLE_NANOS = Duration.ofHours(1).toNanos();
    private static final long UNKNOWN_KEY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long FAILURE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int MOST_WAITING = 8;
    private static final Duration WAIT = Duration.ofSeconds(3);

    private record Keys(JWKSet set, long fetchedAt) {}

    private record Failure(KeySourceException cause, long at) {}

    private final Fetch fetch;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Semaphore mayWait = new Semaphore(MOST_WAITING);
    private volatile @Nullable Keys keys;
    private volatile @Nullable Failure failure;

    PublishedKeys(Fetch fetch, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.nanoTime = nanoTime;
    }

    /**
     * The matching keys; empty if the issuer, just asked, publishes none that match.
     *
     * @throws KeyNotLookedUpException if no known key matches and the issuer was not asked again: it was asked less than
     *     30 seconds ago, another thread is asking it, or it is unreachable
     * @throws KeySourceException if there are no keys at all
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        Keys before = keys;
        Keys known = known();
        List<JWK> fitting = selector.select(known.set());
        if (!fitting.isEmpty() || known != before) {
            return fitting;
        }
        Keys now = age(known) < UNKNOWN_KEY_NANOS ? known : fetchedUnlessBusy(known);
        if (now == known) {
            throw new KeyNotLookedUpException();
        }
        return selector.select(now.set());
    }

    private Keys known() throws KeySourceException {
        Keys known = keys;
        if (known == null || age(known) > USABLE_NANOS) {
            return awaited();
        }
        return age(known) > FRESH_NANOS ? fetchedUnlessBusy(known) : known;
    }

    private long age(Keys known) {
        return nanoTime.getAsLong() - known.fetchedAt();
    }

    // Returns the old keys while another thread fetches or the issuer is unreachable.
    private Keys fetchedUnlessBusy(Keys known) {
        if (recentFailure() != null || !fetching.tryLock()) {
            return known;
        }
        try {
            Keys now = keys;
            return now == null || now == known ? fetched() : now;
        } catch (KeySourceException e) {
            return known;
        } finally {
            fetching.unlock();
        }
    }

    private Keys awaited() throws KeySourceException {
        requireNoRecentFailure();
        if (!mayWait.tryAcquire()) {
            throw new RemoteKeySourceException("The issuer's keys are being fetched", null);
        }
        try {
            if (!fetching.tryLock(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RemoteKeySourceException("The issuer's keys are still being fetched", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteKeySourceException("Interrupted while the issuer's keys were fetched", e);
        } finally {
            mayWait.release();
        }
        try {
            Keys known = keys;
            if (known != null && age(known) < USABLE_NANOS) {
                return known;
            }
            requireNoRecentFailure();
            return fetched();
        } finally {
            fetching.unlock();
        }
    }

    private Keys fetched() throws KeySourceException {
        try {
            Keys fresh = new Keys(fetch.fetch(), nanoTime.getAsLong());
            keys = fresh;
            failure = null;
            return fresh;
        } catch (KeySourceException e) {
            failure = new Failure(e, nanoTime.getAsLong());
            throw e;
        }
    }

    private void requireNoRecentFailure() throws KeySourceException {
        KeySourceException recent = recentFailure();
        if (recent != null) {
            throw recent;
        }
    }

    private @Nullable KeySourceException recentFailure() {
        Failure last = failure;
        return last != null && nanoTime.getAsLong() - last.at() < FAILURE_NANOS ? last.cause() : null;
    }
}
