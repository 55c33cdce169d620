package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.vital.LogContext;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Checks permissions for controllers, and answers and audits refusals. */
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

    /**
     * The organization that a request names.
     *
     * @throws ApiException if the id is not valid or the caller lacks the permission
     */
    public OrganizationId organization(@Nullable String organizationId, Permission permission) {
        if (organizationId == null || !OrganizationId.isValid(organizationId)) {
            throw ApiException.badRequest("organizationId is required and must match " + OrganizationId.SYNTAX);
        }
        OrganizationId organization = new OrganizationId(organizationId);
        require(permission, organization);
        return organization;
    }

    /** Whether the caller may read the organization. Audits a refusal: the request named something of it. */
    public boolean sees(OrganizationId organization) {
        Denial denial = caller().denial(Permission.READ, organization).orElse(null);
        if (denial != null) {
            refused(denial, organization);
        }
        return denial == null;
    }

    public void require(Permission permission, OrganizationId organization) {
        require(permission, organization, "This");
    }

    /** @param what subject of the sentence "… needs perm_Sync" in the answer */
    public void require(Permission permission, OrganizationId organization, String what) {
        LogContext.organization(organization.value()); // until LogContextEnd
        Denial denial = caller().denial(permission, organization).orElse(null);
        if (denial != null) {
            refused(denial, organization);
            throw new ApiException(
                    HttpStatus.valueOf(denial.status()),
                    ErrorCode.valueOf(denial.name()),
                    denial == Denial.PERMISSION_DENIED ? what + " needs " + permission.claim() : denial.text());
        }
    }

    /** Audits a change by the caller. Call it when the change is certain: in a transaction after the commit. */
    public void done(String action, OrganizationId organization, AuditFact... facts) {
        HttpServletRequest request = request();
        audit.done(action, caller(), organization, request == null ? null : request.getRemoteAddr(), facts);
    }

    /** Audits a change that may or may not have been made, since the broker's answer was lost. */
    void outcomeUnknown(HttpServletRequest request) {
        callers.known().ifPresent(caller -> audit.unknown(caller, request.getRemoteAddr(), AuditFact.of(request)));
    }

    private void refused(Denial denial, OrganizationId organization) {
        HttpServletRequest request = request();
        if (request == null) {
            audit.refused(denial, caller(), organization, null);
        } else {
            audit.refused(denial, caller(), organization, request.getRemoteAddr(), AuditFact.of(request));
        }
    }

    private static @Nullable HttpServletRequest request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest()
                : null;
    }
}
