package com.pfavanguard.sync.growth;

import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.LimitProperties;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * One gateway: its machine, and the limits that decide how many clients may come.
 *
 * @param cores processors for it alone
 * @param maxConnections {@code sync.gateway.max-connections}
 * @param connectsPerSecond {@code sync.gateway.limits.connects-per-second}; five times as many in a burst
 */
record GatewaySize(int cores, int maxConnections, int connectsPerSecond) {

    /** CPU milliseconds of a STOMP connect and of a refusal, by {@code docs/benchmark/figures.md} and limits.md. */
    static final double CONNECT_MS = 1.09;

    static final double REFUSAL_MS = 0.3;

    /** Two processors and all limits as shipped. */
    static GatewaySize small() {
        Binder none = new Binder(new MapConfigurationPropertySource(Map.of()));
        return new GatewaySize(
                2,
                none.bindOrCreate("sync.gateway", GatewayProperties.class).maxConnections(),
                none.bindOrCreate("sync.gateway.limits", LimitProperties.class).connectsPerSecond());
    }

    /** Eight processors and five times the connections. */
    static GatewaySize large() {
        GatewaySize small = small();
        return new GatewaySize(8, 5 * small.maxConnections, small.connectsPerSecond);
    }
}
