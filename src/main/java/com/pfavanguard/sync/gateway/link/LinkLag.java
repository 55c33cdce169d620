package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Measures how far the broker link is behind: how long its latest marker took to come back. Markers queue up behind
 * the events, so a link that cannot keep up shows here. Written by the link's thread, read by any.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class LinkLag {

    private static final double NANOS_PER_SECOND = 1e9;

    private volatile long lastNanos;

    /** The markers of the connection that is open; {@code null} while none is. */
    private volatile @Nullable LinkMarkers markers;

    LinkLag(MeterRegistry meters) {
        Gauge.builder("sync.gateway.link.lag", this, lag -> lag.seconds(System.nanoTime()))
                .baseUnit("seconds")
                .register(meters);
    }

    void connected(LinkMarkers ofConnection) {
        markers = ofConnection;
    }

    void disconnected() {
        markers = null;
    }

    /** @param sentAt {@link System#nanoTime} when the marker that has come back was sent */
    void returned(long sentAt, long now) {
        lastNanos = now - sentAt;
    }

    /** NaN while there is no connection. A marker that is under way counts if it has taken longer than the last one. */
    double seconds(long now) {
        LinkMarkers open = markers;
        if (open == null) {
            return Double.NaN;
        }
        return Math.max(lastNanos, open.underWayFor(now)) / NANOS_PER_SECOND;
    }
}
