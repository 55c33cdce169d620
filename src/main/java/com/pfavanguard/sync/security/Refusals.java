package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for administrators which requests were refused of late and which sessions the gateway closed, and why. {@link
 * Audit} records refusals of access itself. Cheap, and bounded however many come. Safe for any thread.
 */
public interface Refusals {

    /**
     * Remembers one refusal.
     *
     * @param code as the client got it
     * @param what kind of thing that was refused, such as {@code handshake} or {@code close}; not from the client
     * @param organizationId that it asked for; {@code null} if none, or not read yet
     * @param userId {@code null} if not known
     */
    void add(
            String code,
            String what,
            @Nullable OrganizationId organizationId,
            @Nullable String userId,
            @Nullable String address);
}
