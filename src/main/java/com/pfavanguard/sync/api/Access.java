package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Asks on behalf of a controller whether the caller may, and answers with the right problem if not. */
public final class Access {

    private final Callers callers;
    private final Audit audit;

    Access(Callers callers, Audit audit) {
        this.callers = callers;
        this.audit = audit;
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
        require(permission, organization);
        return organization;
    }

    /** Whether the caller may know that the organization's things exist; asking for those of others is noted. */
    public boolean sees(OrganizationId organization) {
        Denial denial = caller().denial(Permission.READ, organization).orElse(null);
        if (denial != null) {
            audit.refused(denial, caller(), organization, address());
        }
        return denial == null;
    }

    public void require(Permission permission, OrganizationId organization) {
        Denial denial = caller().denial(permission, organization).orElse(null);
        if (denial != null) {
            audit.refused(denial, caller(), organization, address());
            throw new ApiException(
                    HttpStatus.valueOf(denial.status()),
                    ErrorCode.valueOf(denial.name()),
                    denial == Denial.PERMISSION_DENIED ? "This needs " + permission.claim() : denial.text());
        }
    }

    private static @Nullable String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? request.getRequest().getRemoteAddr()
                : null;
    }
}
