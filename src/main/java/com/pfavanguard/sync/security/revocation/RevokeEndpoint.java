package com.pfavanguard.sync.security.revocation;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;

/**
 * {@code POST /actuator/revoke}: revokes access to any organization, for administrators of the whole process; {@link
 * RevocationController} does it for those of an organization.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@ConditionalOnMode(Mode.JWT)
@Endpoint(id = "revoke")
class RevokeEndpoint {

    private final Revoking revoking;
    private final Callers callers;
    // Spring's proxy for the request that the current thread serves.
    private final HttpServletRequest request;

    RevokeEndpoint(Revoking revoking, Callers callers, HttpServletRequest request) {
        this.revoking = revoking;
        this.callers = callers;
        this.request = request;
    }

    /**
     * @param at tokens issued before this moment are refused
     * @param userId null: all users
     */
    record Revoked(Instant at, @Nullable String userId, String organizationId) {}

    /** @param userId {@code null} for all users of the organization */
    @WriteOperation
    Revoked revoke(@Nullable String organizationId, @Nullable String userId) {
        if (organizationId == null || !OrganizationId.isValid(organizationId)) {
            throw RevocationController.badRequest("organizationId is required and must match " + OrganizationId.SYNTAX);
        }
        String user = RevocationController.userId(userId);
        try {
            Instant at = revoking.revoke(
                    user, List.of(new OrganizationId(organizationId)), callers.current(), request.getRemoteAddr());
            return new Revoked(at, user, organizationId);
        } catch (JmsException e) {
            throw RevocationController.problem(e).toException();
        }
    }
}
