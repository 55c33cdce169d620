package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Limits the connections of the node, of each organization, user and address, and those without a token so far. Counts
 * from the handshake on, so that many handshakes at once cannot exceed a limit. Safe for any thread.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class ConnectionLimits {

    /** The key of counts that have only one. */
    static final String ONE = "";

    // A session opens within milliseconds of the answer 101. Failed handshakes give their slots back themselves; this
    // finds the ones that could not.
    private static final Duration LONGEST_PENDING = Duration.ofSeconds(10);

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
        Gauge.builder("sync.gateway.unauthenticated", unauthenticated, counts -> counts.of(ONE))
                .register(meters);
    }

    /** Whether the node holds as many connections as it may. A cheap check before {@link #take}. */
    public boolean isFull() {
        return node.of(ONE) >= most;
    }

    /** Connections of the address that has the most. Loopback addresses count only if the settings say so. */
    public int mostOfOneAddress() {
        return addresses.highest();
    }

    /**
     * Takes a slot, which must be given back.
     *
     * @param caller {@code null} if the client has sent no token yet
     * @throws LimitReachedException if a limit is reached
     */
    public ConnectionSlot take(OrganizationId organizationId, String clientAddress, @Nullable Caller caller) {
        ConnectionSlot slot = new ConnectionSlot(this);
        try {
            slot.take(organizationId, ClientAddress.countedKey(clientAddress, countLoopback), caller);
        } catch (LimitReachedException e) {
            slot.giveBack();
            throw e;
        }
        pending.add(slot);
        return slot;
    }

    /** The limit that keeps a client from a slot now, if any. Takes none. */
    public Optional<Limit> reached(OrganizationId organizationId, String clientAddress, @Nullable Caller caller) {
        ConnectionSlot slot = new ConnectionSlot(this);
        try {
            slot.take(organizationId, ClientAddress.countedKey(clientAddress, countLoopback), caller);
            return Optional.empty();
        } catch (LimitReachedException e) {
            return Optional.of(e.limit());
        } finally {
            slot.giveBack();
        }
    }

    /** Takes back the slots of handshakes whose session never opened. Called by the session sweep. */
    public void sweep() {
        long now = System.nanoTime();
        for (ConnectionSlot slot = pending.peek(); slot != null; slot = pending.peek()) {
            if (now - slot.takenAt() < LONGEST_PENDING.toNanos()) {
                return;
            }
            slot.giveBackUnlessOpen();
            pending.remove(slot);
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
