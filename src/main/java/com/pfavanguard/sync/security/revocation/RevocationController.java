package com.pfavanguard.sync.security.revocation;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.security.UserIds;
import com.pfavanguard.sync.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jms.JmsException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets an administrator revoke access at once: every process refuses tokens issued before now and closes their sessions.
 * Only within organizations in which the administrator has the permission.
 */
@RestController
@ConditionalOnRole(Role.GATEWAY)
@ConditionalOnMode(Mode.JWT)
class RevocationController {

    private static final Logger log = LoggerFactory.getLogger(RevocationController.class);

    private final Callers callers;
    private final Revoking revoking;
    private final Audit audit;

    RevocationController(Callers callers, Revoking revoking, Audit audit) {
        this.callers = callers;
        this.revoking = revoking;
        this.audit = audit;
    }

    /**
     * Whose access is taken away; at least one of both.
     *
     * @param userId user whose access is revoked; absent: all users
     * @param organizationId organization concerned; absent: all in which the administrator has the permission
     */
    record RevocationOrder(
            @Schema(minLength = 1, maxLength = UserIds.MAX_LENGTH) @Nullable String userId,

            @Nullable String organizationId) {}

    /**
     * What was revoked.
     *
     * @param at tokens issued before this moment are refused
     * @param userId the user whose access was revoked; null: all users
     * @param organizationIds the organizations concerned
     */
    record RevocationReceipt(Instant at, @Nullable String userId, List<String> organizationIds) {}

    /**
     * Revokes access at once: every process refuses tokens issued before now and closes their sessions. Needs
     * {@code perm_ManageUsers}.
     */
    @PostMapping("/api/admin/revocations")
    RevocationReceipt revokeAccess(@RequestBody RevocationOrder order, HttpServletRequest request) {
        Caller administrator = callers.current();
        String userId = userId(order.userId());
        if (userId == null && order.organizationId() == null) {
            throw badRequest("Name a userId, an organizationId or both");
        }
        Collection<OrganizationId> organizations = order.organizationId() == null
                ? administrator.organizationsWith(Permission.ADMINISTER)
                : List.of(organization(order.organizationId(), administrator, request));
        Instant at = revoking.revoke(userId, organizations, administrator, request.getRemoteAddr());
        return new RevocationReceipt(
                at,
                userId,
                organizations.stream().map(OrganizationId::value).sorted().toList());
    }

    // Normalized like the id in a token, or the revocation would match no token.
    static @Nullable String userId(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String userId = UserIds.normalized(text);
        if (userId == null || userId.length() > UserIds.MAX_LENGTH) {
            throw badRequest("The userId must have 1 to " + UserIds.MAX_LENGTH + " characters");
        }
        return userId;
    }

    private OrganizationId organization(String text, Caller administrator, HttpServletRequest request) {
        if (!OrganizationId.isValid(text)) {
            throw badRequest("The organizationId must match " + OrganizationId.SYNTAX);
        }
        OrganizationId organizationId = new OrganizationId(text);
        administrator.denial(Permission.ADMINISTER, organizationId).ifPresent(denial -> {
            audit.refused(denial, administrator, organizationId, request.getRemoteAddr(), AuditFact.of(request));
            throw Problem.of(HttpStatus.valueOf(denial.status()), denial.name(), denial.text())
                    .toException();
        });
        return organizationId;
    }

    static ErrorResponseException badRequest(String detail) {
        return Problem.invalid(detail).toException();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> brokerUnavailable(JmsException e) {
        return ResponseEntity.of(problem(e).toProblemDetail()).build();
    }

    static Problem problem(JmsException e) {
        log.warn("A revocation failed, the message broker is unreachable or refused it: {}", e.getMessage());
        return Problem.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                Denial.SERVICE_UNAVAILABLE.name(),
                "The message broker cannot be reached, and access was not revoked in every organization. Try again");
    }
}
