package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many connections there may be: of the node, of an organization, a user, an address, and of those who have not said
 * yet who they are. Counted from the handshake on, so that of many at once none too many gets in. Safe for any thread.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class ConnectionLimits {

    static final String ONE = "";

    // From the answer 101 to the session takes no time. Handshakes give their places back themselves; this is for any
    // that could not.
    private static final Duration MOST_PENDING = Duration.ofSeconds(10);

    private final BoundedCounts node;
    private final BoundedCounts organizations;
    private final BoundedCounts users;
    private final BoundedCounts addresses;
    private final BoundedCounts unauthenticated;
    private final int most;
    private final boolean countLoopback;
    private final Queue<ConnectionSlot> pending = new ConcurrentLinkedQueue<>();

    ConnectionLimits(GatewayProperties gateway, LimitProperties limits, MeterRegistry meters) {
        this.most = gateway.maxConnections();
        this.countLoopback = limits.countLoopback();
        this.node = new BoundedCounts(Limit.CONNECTIONS, most);
        this.organizations = new BoundedCounts(Limit.CONNECTIONS_PER_ORGANIZATION, limits.connectionsPerOrganization());
        this.users = new BoundedCounts(Limit.CONNECTIONS_PER_USER, limits.connectionsPerUser());
        this.addresses = new BoundedCounts(Limit.CONNECTIONS_PER_ADDRESS, limits.connectionsPerAddress());
        this.unauthenticated =
                new BoundedCounts(Limit.UNAUTHENTICATED_CONNECTIONS, limits.unauthenticatedConnections());
        Gauge.builder("sync.gateway.unauthenticated", unauthenticated, tally -> tally.of(ONE))
                .register(meters);
    }

    /** Whether nobody else can get in; for a cheap look beforehand. */
    public boolean isFull() {
        return node.of(ONE) >= most;
    }

    /**
     * Takes a place, to be given back.
     *
     * @param caller {@code null} if it is not known yet
     * @throws LimitReachedException if there is none
     */
    public ConnectionSlot take(OrganizationId organizationId, String clientAddress, @Nullable Caller caller) {
        boolean counted = countLoopback || !ClientAddress.isLoopback(clientAddress);
        ConnectionSlot place = new ConnectionSlot(this);
        try {
            place.take(organizationId, counted ? ClientAddress.key(clientAddress) : null, caller);
        } catch (LimitReachedException e) {
            place.giveBack();
            throw e;
        }
        pending.add(place);
        return place;
    }

    /** Takes back the places of those who were let in and never came. Called now and then. */
    public void sweep() {
        long now = System.nanoTime();
        for (ConnectionSlot place = pending.peek(); place != null; place = pending.peek()) {
            if (now - place.takenAt() < MOST_PENDING.toNanos()) {
                return;
            }
            place.giveBackUnlessEstablished();
            pending.remove(place);
        }
    }

    BoundedCounts node() {
        return node;
    }

    BoundedCounts organizations() {
        return organizations;
    }

    BoundedCounts users() {
        return users;
    }

    BoundedCounts addresses() {
        return addresses;
    }

    BoundedCounts unauthenticated() {
        return unauthenticated;
    }
}
