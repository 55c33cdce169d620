package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;

/** Whoever sent the request at hand. */
public interface Caller {

    /** User name, for audit and as the author of an edit that names none; 1 to 100 characters. */
    String name();

    boolean may(Permission permission, OrganizationId organizationId);
}
