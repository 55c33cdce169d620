package com.pfavanguard.sync.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How many handshakes a second there may be: from one address, and all together. Safe for any thread. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class ConnectRates {

    /** A whole office comes at once, after its network was down. */
    private static final int BURST_SECONDS = 5;

    // By far more than can be full at a time; whoever is forgotten begins anew, and the node's own limit holds.
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
                // By monotonic time, so that a clock set back does not stop the refill.
                .withNanosecondPrecision()
                .build();
    }

    /** Counts a handshake; the limit that refuses it, if one does. One address uses up nothing of the others'. */
    public Optional<Limit> refusal(String clientAddress) {
        if (countLoopback || !ClientAddress.isLoopback(clientAddress)) {
            Bucket own = addresses.get(ClientAddress.key(clientAddress), key -> bucket(perAddress));
            if (!own.tryConsume(1)) {
                return Optional.of(Limit.CONNECTS_PER_ADDRESS);
            }
        }
        return node.tryConsume(1) ? Optional.empty() : Optional.of(Limit.CONNECTS);
    }
}
