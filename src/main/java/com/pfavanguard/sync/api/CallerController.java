package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Permission;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells a page who its user is, what the user may do in an organization, and what time it is at the gateway. In processes
 * of every role. A page cannot read this from its token: the settings name the claims, and an administrator may have
 * revoked them.
 */
@RestController
class CallerController {

    private final Access access;
    private final Clock clock;
    private final boolean takesEdits;

    CallerController(Access access, Clock clock, Environment environment) {
        this.access = access;
        this.clock = clock;
        this.takesEdits = Role.of(environment).contains(Role.API);
    }

    /** Tells who the caller is and what the caller may do in the organization. Needs {@code perm_Read}. */
    @GetMapping(path = "/api/sync/{organizationId}/caller", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<CallerView> caller(@PathVariable String organizationId) {
        OrganizationId organization = access.organization(organizationId, Permission.READ);
        Caller caller = access.caller();
        boolean known = !caller.isAnonymous();
        CallerView view = new CallerView(
                organization.value(),
                known ? "jwt" : "open",
                known ? caller.userId() : null,
                known ? caller.name() : null,
                Arrays.stream(Permission.values())
                        .filter(permission -> caller.may(permission, organization))
                        .map(Permission::claim)
                        .toList(),
                known && caller.expiresAt().isBefore(Instant.MAX) ? caller.expiresAt() : null,
                takesEdits,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view);
    }

    /**
     * A caller, as seen by one organization.
     *
     * @param organizationId internal id of the organization
     * @param mode whether the gateway asks for tokens ({@code jwt}) or lets every caller do everything ({@code open})
     * @param userId id of the user; null in open mode
     * @param username name of the user; null in open mode
     * @param permissions what the caller may do in the organization, by the default names of the permissions
     * @param expiresAt when the caller's token expires; null in open mode
     * @param takesEdits whether this process takes edits, decisions on conflicts and retries of failed edits
     * @param now the gateway's time, by which a page can measure the difference of its own clock
     */
    @Schema(name = "Caller")
    record CallerView(
            String organizationId,

            @Schema(allowableValues = {"open", "jwt"}) String mode,

            @Nullable String userId,
            @Nullable String username,
            List<String> permissions,
            @Nullable Instant expiresAt,
            boolean takesEdits,
            Instant now) {}
}
