package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place among those the gateway may hold: taken by the handshake, kept by the session, given back once.
 * Safe for any thread.
 */
public final class ConnectionSlot {

    private static final String KEY = ConnectionSlot.class.getName();

    private final ConnectionLimits limits;
    private final long takenAt = System.nanoTime();

    // What it is counted under; null where it is not, or not any more.
    private @Nullable String node;
    private @Nullable String organization;
    private @Nullable String address;
    private @Nullable String user;
    private @Nullable String unauthenticated;

    private boolean established;
    private boolean givenBack;

    ConnectionSlot(ConnectionLimits limits) {
        this.limits = limits;
    }

    public void putInto(Map<String, Object> attributes) {
        attributes.put(KEY, this);
    }

    public static ConnectionSlot of(Map<String, Object> attributes) {
        if (attributes.get(KEY) instanceof ConnectionSlot place) {
            return place;
        }
        throw new IllegalStateException("The session has no place");
    }

    /** @param countedAddress {@code null} where it is not counted */
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
     * Somebody has said who he is, sooner or later.
     *
     * @throws LimitReachedException if he has as many connections as he may
     */
    public synchronized void authenticated(Caller caller) {
        if (unauthenticated != null) {
            user = caller.isAnonymous() ? null : limits.users().add(caller.userId());
            limits.unauthenticated().remove(unauthenticated);
            unauthenticated = null;
        }
    }

    /** The session has come about; {@code false} if that took so long that its place has been given to others. */
    public synchronized boolean establish() {
        established = true;
        return !givenBack;
    }

    /** No session can come about any more, if none has. */
    public synchronized void giveBackUnlessEstablished() {
        if (!established) {
            giveBack();
        }
    }

    long takenAt() {
        return takenAt;
    }

    /** Doing so again changes nothing. */
    public synchronized void giveBack() {
        givenBack = true;
        node = removed(limits.node(), node);
        organization = removed(limits.organizations(), organization);
        address = removed(limits.addresses(), address);
        user = removed(limits.users(), user);
        unauthenticated = removed(limits.unauthenticated(), unauthenticated);
    }

    private static @Nullable String removed(BoundedCounts tally, @Nullable String key) {
        if (key != null) {
            tally.remove(key);
        }
        return null;
    }
}
