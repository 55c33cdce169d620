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
 * The keys an issuer publishes. Fetched when the first token comes, kept for five minutes, for an hour if the issuer is
 * away, and fetched for a key nobody knows at most once in half a minute, however many such tokens come.
 *
 * <p>An issuer that hangs must not take the web server with it: one thread fetches, a few wait for it as long as there
 * are no keys at all, and all others are told at once. Nimbus' own cache has every request wait. Safe for any thread.
 */
final class PublishedKeys implements JWKSource<SecurityContext> {

    /** Gets the keys from the issuer; takes seconds if that hangs. */
    interface Fetch {
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
     * The keys that fit; none if the issuer has just said that it has none.
     *
     * @throws KeyNotLookedUpException if none of those known fits, and the issuer was not asked: because it has been a
     *     moment ago, is being asked, or is away
     * @throws KeySourceException if there are no keys to look among
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

    // The old ones will do as long as somebody else fetches, or the issuer is away.
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
