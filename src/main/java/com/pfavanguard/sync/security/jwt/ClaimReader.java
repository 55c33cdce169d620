package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.SecurityProperties.Claims;
import com.pfavanguard.sync.security.TokenRefusedException;
import com.pfavanguard.sync.security.UserIds;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Reads user, organizations and permissions from the claims of a verified token. A claim of an unexpected type counts as
 * absent: a permission is the JSON value {@code true}, not {@code "true"} or 1.
 */
final class ClaimReader {

    private static final String ACTIVE = "active";
    private static final int MAX_NAME = 100;

    private final Claims claims;

    ClaimReader(Claims claims) {
        this.claims = claims;
    }

    /** @throws TokenRefusedException if the token names no user */
    String userId(Jwt token) {
        String id = text(token.getClaims().get(claims.userId()));
        String found = id == null ? text(token.getClaims().get("sub")) : id;
        if (found == null || found.length() > UserIds.MAX_LENGTH) {
            throw new TokenRefusedException(Denial.INVALID_TOKEN, "The access token contains no valid user id", null);
        }
        return found;
    }

    String username(Jwt token, String userId) {
        String name = text(token.getClaims().get(claims.username()));
        String found = name == null ? userId : name;
        return found.length() <= MAX_NAME ? found : found.substring(0, MAX_NAME);
    }

    /** @throws TokenRefusedException if the user's status is anything but active */
    void requireActiveUser(Jwt token) {
        if (!claims.serviceStatus().isEmpty()
                && !ACTIVE.equals(token.getClaims().get(claims.serviceStatus()))) {
            throw new TokenRefusedException(Denial.ACCOUNT_INACTIVE);
        }
    }

    /** The user's organizations and permissions; revocations are not considered. */
    Map<OrganizationId, Membership> memberships(Jwt token) {
        Map<OrganizationId, Membership> memberships = new HashMap<>();
        if (token.getClaims().get(claims.organizations()) instanceof List<?> organizations) {
            for (Object each : organizations) {
                if (each instanceof Map<?, ?> organization) {
                    add(organization, memberships);
                }
            }
        }
        return memberships;
    }

    private void add(Map<?, ?> organization, Map<OrganizationId, Membership> memberships) {
        if (organization.get(claims.organizationId()) instanceof String id && OrganizationId.isValid(id)) {
            Membership membership = Membership.of(permissions(organization), standing(organization));
            // Contradicting entries for one organization grant nothing.
            memberships.merge(
                    new OrganizationId(id),
                    membership,
                    (one, other) -> one.equals(other) ? one : Membership.of(Set.of(), Membership.Standing.ACTIVE));
        }
    }

    private Set<Permission> permissions(Map<?, ?> organization) {
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        if (organization.get(claims.permissions()) instanceof Map<?, ?> permissions) {
            for (Permission permission : Permission.values()) {
                if (Boolean.TRUE.equals(permissions.get(claims.nameOf(permission)))) {
                    granted.add(permission);
                }
            }
        }
        return granted;
    }

    // Status and flag are optional; tokens of the original system have neither.
    private Membership.Standing standing(Map<?, ?> organization) {
        boolean statusGood = claims.serviceStatus().isEmpty()
                || !organization.containsKey(claims.serviceStatus())
                || ACTIVE.equals(organization.get(claims.serviceStatus()));
        boolean flagGood = !organization.containsKey("isActive") || Boolean.TRUE.equals(organization.get("isActive"));
        return statusGood && flagGood ? Membership.Standing.ACTIVE : Membership.Standing.SUSPENDED;
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim instanceof String text ? UserIds.normalized(text) : null;
    }
}
