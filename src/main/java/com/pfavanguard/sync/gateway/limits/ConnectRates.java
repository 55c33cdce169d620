package com.pfavanguard.sync.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Limits the handshakes a second: from one address, and of the whole process. Safe for any thread. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class ConnectRates {

    /** All clients of an office reconnect at once when its network is back. */
    private static final int BURST_SECONDS = 5;

    // Far more than can be over their limit at a time. A forgotten address starts anew, still under the node's limit.
    private static final int MOST_ADDRESSES = 50_000;

    private final Bucket node;
    private final Cache<String, Bucket> addresses = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(Duration.ofSeconds(2 * BURST_SECONDS))
            .build();
    private final int perAddress;
    private final boolean countLoopback;

    ConnectRates(LimitProperties limits) {
        this.node = bucket(limits.connectsPerSecond());
        this.perAddress = limits.connectsPerSecondPerAddress();
        this.countLoopback = limits.countLoopback();
    }

    private static Bucket bucket(int perSecond) {
        long burst = (long) BURST_SECONDS * perSecond;
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                // Uses monotonic time, so that setting the clock back does not stop the refill.
                .withNanosecondPrecision()
                .build();
    }

    /** The limit that a handshake would exceed now, if any. Counts nothing. */
    public Optional<Limit> exceeded(String clientAddress) {
        String key = ClientAddress.countedKey(clientAddress, countLoopback);
        Bucket own = key == null ? null : addresses.getIfPresent(key);
        if (own != null && own.getAvailableTokens() == 0) {
            return Optional.of(Limit.CONNECTS_PER_ADDRESS);
        }
        return node.getAvailableTokens() == 0 ? Optional.of(Limit.CONNECTS) : Optional.empty();
    }

    /** Counts a handshake; returns the limit it exceeds, if any. An address over its limit uses none of the node's. */
    public Optional<Limit> refusal(String clientAddress) {
        String key = ClientAddress.countedKey(clientAddress, countLoopback);
        if (key != null && !addresses.get(key, unknown -> bucket(perAddress)).tryConsume(1)) {
            return Optional.of(Limit.CONNECTS_PER_ADDRESS);
        }
        return node.tryConsume(1) ? Optional.empty() : Optional.of(Limit.CONNECTS);
    }
}
