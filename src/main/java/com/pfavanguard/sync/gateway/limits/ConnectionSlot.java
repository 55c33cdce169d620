package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one connection counts for in {@link ConnectionLimits}: taken by the handshake, kept by the session, given
 * back once. Safe for any thread.
 */
public final class ConnectionSlot {

    private static final String KEY = ConnectionSlot.class.getName();

    private final ConnectionLimits limits;
    private final long takenAt = System.nanoTime();

    // The keys it is counted under; null where it is not counted (any more).
    private @Nullable String node;
    private @Nullable String organization;
    private @Nullable String address;
    private @Nullable String user;
    private @Nullable String unauthenticated;

    private boolean open;
    private boolean givenBack;

    ConnectionSlot(ConnectionLimits limits) {
        this.limits = limits;
    }

    public void putInto(Map<String, Object> attributes) {
        attributes.put(KEY, this);
    }

    public static ConnectionSlot of(Map<String, Object> attributes) {
        if (attributes.get(KEY) instanceof ConnectionSlot slot) {
            return slot;
        }
        throw new IllegalStateException("The session has no connection slot");
    }

    /** @param countedAddress {@code null} if connections of this address are not counted */
    synchronized void take(OrganizationId organizationId, @Nullable String countedAddress, @Nullable Caller caller) {
        node = limits.node().add(ConnectionLimits.ONE);
        organization = limits.organizations().add(organizationId.value());
        address = countedAddress == null ? null : limits.addresses().add(countedAddress);
        if (caller == null) {
            unauthenticated = limits.unauthenticated().add(ConnectionLimits.ONE);
        } else {
            user = caller.isAnonymous() ? null : limits.users().add(caller.userId());
        }
    }

    /**
     * Counts the connection under its user; no effect if it is already.
     *
     * @throws LimitReachedException if the user has as many connections as allowed
     */
    public synchronized void authenticated(Caller caller) {
        if (unauthenticated != null) {
            user = caller.isAnonymous() ? null : limits.users().add(caller.userId());
            limits.unauthenticated().remove(unauthenticated);
            unauthenticated = null;
        }
    }

    /** Marks the session open; {@code false} if the slot was taken back before, since opening took too long. */
    public synchronized boolean markOpen() {
        open = true;
        return !givenBack;
    }

    /** Gives the slot back if no session is open by now, so that none will be. */
    public synchronized void giveBackUnlessOpen() {
        if (!open) {
            giveBack();
        }
    }

    long takenAt() {
        return takenAt;
    }

    /** Idempotent. */
    public synchronized void giveBack() {
        givenBack = true;
        node = removed(limits.node(), node);
        organization = removed(limits.organizations(), organization);
        address = removed(limits.addresses(), address);
        user = removed(limits.users(), user);
        unauthenticated = removed(limits.unauthenticated(), unauthenticated);
    }

    private static @Nullable String removed(BoundedCounts counts, @Nullable String key) {
        if (key != null) {
            counts.remove(key);
        }
        return null;
    }
}
