package com.pfavanguard.sync.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishedKeysTests {

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicLong now = new AtomicLong(1);
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean hangs;
    private volatile JWKSet published = new JWKSet(key("k-1"));

    private final PublishedKeys keys = new PublishedKeys(this::fetch, now::get);

    private JWKSet fetch() throws KeySourceException {
        fetches.incrementAndGet();
        if (hangs) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new RemoteKeySourceException("interrupted", e);
            }
        }
        if (away) {
            throw new RemoteKeySourceException("away", null);
        }
        return published;
    }

    private static JWK key(String id) {
        return new OctetSequenceKey.Builder(new byte[32]).keyID(id).build();
    }

    private List<JWK> get(String id) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Future<List<JWK>> getMeanwhile(String id) {
        return callers.submit(() -> get(id));
    }

    @AfterEach
    void stop() {
        answer.countDown();
        callers.shutdownNow();
    }

    @Test
    void theyAreKeptForAWhile() throws Exception {
        assertThat(get("k-1")).hasSize(1);
        assertThat(get("k-1")).hasSize(1);
        assertThat(fetches).hasValue(1);

        pass(Duration.ofMinutes(6));
        published = new JWKSet(key("k-2"));

        assertThat(get("k-1")).isEmpty(); // withdrawn
        assertThat(fetches).hasValue(2);
    }

    @Test
    void anUnknownKeyIsAskedForAtMostOnceInHalfAMinute() throws Exception {
        get("k-1");
        published = new JWKSet(List.of(key("k-1"), key("k-2")));
        for (int i = 0; i < 1_000; i++) {
            assertNotLookedUp("k-2");
        }
        assertThat(fetches).hasValue(1);

        pass(Duration.ofSeconds(31));

        assertThat(get("k-2")).hasSize(1);
        for (int i = 0; i < 1_000; i++) {
            assertNotLookedUp("no-such-key");
        }
        assertThat(fetches).hasValue(2);
        pass(Duration.ofSeconds(31));
        assertThat(get("no-such-key")).isEmpty(); // the issuer has said so
        assertThat(fetches).hasValue(3);
    }

    @Test
    void anUnknownKeyOfAnIssuerThatIsAwayIsNotLookedUp() throws Exception {
        get("k-1");
        away = true;
        pass(Duration.ofSeconds(31));

        assertNotLookedUp("k-2");

        away = false;
        published = new JWKSet(List.of(key("k-1"), key("k-2")));
        pass(Duration.ofSeconds(6));
        assertThat(get("k-2")).hasSize(1);
    }

    private void assertNotLookedUp(String id) {
        assertThatExceptionOfType(KeyNotLookedUpException.class).isThrownBy(() -> get(id));
    }

    @Test
    void aFailureIsRememberedForAMoment() throws Exception {
        away = true;
        for (int i = 0; i < 1_000; i++) {
            assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> get("k-1"));
        }
        assertThat(fetches).hasValue(1);

        away = false;
        pass(Duration.ofSeconds(6));

        assertThat(get("k-1")).hasSize(1);
    }

    @Test
    void anIssuerThatIsAwayLeavesTheKeysItHadPublished() throws Exception {
        get("k-1");
        away = true;

        pass(Duration.ofMinutes(30));
        assertThat(get("k-1")).hasSize(1);

        pass(Duration.ofMinutes(31));
        assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> get("k-1"));
    }

    @Test
    void anIssuerThatHangsHoldsUpAFewAtMost() throws Exception {
        hangs = true;
        List<Future<List<JWK>>> asking = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            asking.add(getMeanwhile("k-1"));
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> asking.stream().filter(Future::isDone).count() >= 190);

        assertThat(fetches).hasValue(1);
        answer.countDown();
        await().atMost(Duration.ofSeconds(60)).until(() -> asking.stream().allMatch(Future::isDone));
        assertThat(get("k-1")).hasSize(1);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void anIssuerThatHangsLaterHoldsUpNobodyButWhoeverFetches() throws Exception {
        get("k-1");
        pass(Duration.ofMinutes(6));
        hangs = true;
        Future<List<JWK>> fetching = getMeanwhile("k-1");
        await().atMost(Duration.ofSeconds(60)).until(() -> fetches.get() == 2);

        for (int i = 0; i < 100; i++) {
            assertThat(get("k-1")).hasSize(1);
            assertNotLookedUp("no-such-key");
        }

        assertThat(fetching).isNotDone();
        answer.countDown();
        assertThat(fetching.get()).hasSize(1);
    }
}
