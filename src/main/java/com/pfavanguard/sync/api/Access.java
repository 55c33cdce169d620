package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Permission;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Asks on behalf of a controller whether the caller may, and answers with the right problem if not. */
public final class Access {

    private final Callers callers;

    Access(Callers callers) {
        this.callers = callers;
    }

    public Caller caller() {
        return callers.current();
    }

    /** The organization a request names, for which the caller has the permission. */
    public OrganizationId organization(@Nullable String organizationId, Permission permission) {
        if (organizationId == null || !OrganizationId.isValid(organizationId)) {
            throw ApiException.badRequest("organizationId is required and must match " + OrganizationId.SYNTAX);
        }
        OrganizationId organization = new OrganizationId(organizationId);
        if (!caller().may(Permission.READ, organization)) {
            throw new ApiException(HttpStatus.FORBIDDEN, ErrorCode.ORG_ACCESS_DENIED, "No access to this organization");
        }
        require(permission, organization);
        return organization;
    }

    public void require(Permission permission, OrganizationId organization) {
        if (!caller().may(permission, organization)) {
            throw new ApiException(
                    HttpStatus.FORBIDDEN, ErrorCode.PERMISSION_DENIED, "This needs " + permission.claim());
        }
    }
}
