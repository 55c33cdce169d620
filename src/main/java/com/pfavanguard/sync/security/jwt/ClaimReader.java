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
 * What the claims of a verified token mean. Whatever is not exactly as expected counts as absent: a permission is the
 * JSON value {@code true} and nothing like it.
 */
final class ClaimReader {

    private static final String ACTIVE = "active";
    private static final int MAX_NAME = 100;

    private final Claims claims;

    ClaimReader(Claims claims) {
        this.claims = claims;
    }

    /** @throws TokenRefusedException if it names no user */
    String userId(Jwt token) {
        String id = text(token.getClaims().get(claims.userId()));
        String found = id == null ? text(token.getClaims().get("sub")) : id;
        if (found == null || found.length() > UserIds.MAX_LENGTH) {
            throw new TokenRefusedException(Denial.INVALID_TOKEN, "The access token names no user", null);
        }
        return found;
    }

    String username(Jwt token, String userId) {
        String name = text(token.getClaims().get(claims.username()));
        String found = name == null ? userId : name;
        return found.length() <= MAX_NAME ? found : found.substring(0, MAX_NAME);
    }

    /** @throws TokenRefusedException if the user is suspended, locked, or of unknown status */
    void requireActiveUser(Jwt token) {
        if (!claims.serviceStatus().isEmpty()
                && !ACTIVE.equals(token.getClaims().get(claims.serviceStatus()))) {
            throw new TokenRefusedException(Denial.ACCOUNT_INACTIVE);
        }
    }

    /** The memberships as the token has them. */
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
            // Named twice, with different rights: none of them is to be believed.
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

    // An organization need not say how it stands; the original's tokens do not.
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
