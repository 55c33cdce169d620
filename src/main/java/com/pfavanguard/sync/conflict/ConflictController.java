package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.api.Page;
import com.pfavanguard.sync.api.PemsApi;
import com.pfavanguard.sync.api.PfaFilter;
import com.pfavanguard.sync.conflict.ConflictRecord.Decision;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Permission;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** Lists conflicts and takes decisions on them. */
@PemsApi
class ConflictController {

    private final Access access;
    private final Conflicts conflicts;

    ConflictController(Access access, Conflicts conflicts) {
        this.access = access;
        this.conflicts = conflicts;
    }

    /**
     * Lists conflicts, newest first. Needs {@code perm_Read}; amounts need {@code perm_ViewFinancials}.
     *
     * @param status open conflicts, or decided ones
     * @param pfaId only conflicts of these records, at most 100, separated by commas or repeated
     */
    @GetMapping("/conflicts")
    Listing listConflicts(
            @RequestParam(required = false) @Nullable String organizationId,
            @Parameter(
                            schema =
                                    @Schema(
                                            defaultValue = "unresolved",
                                            allowableValues = {"unresolved", "resolved"}))
                    @RequestParam(defaultValue = "unresolved")
                    String status,
            @RequestParam(required = false) @Nullable List<String> pfaId,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        OrganizationId organization = access.organization(organizationId, Permission.READ);
        if (!status.equals("unresolved") && !status.equals("resolved")) {
            throw ApiException.badRequest("status must be unresolved or resolved");
        }
        PfaFilter records = PfaFilter.of(pfaId);
        Page wanted = new Page(page, size);
        boolean showMoney = access.caller().may(Permission.VIEW_FINANCIALS, organization);
        List<QueueMessage> all = conflicts.list(organization, status.equals("resolved")).stream()
                .filter(message ->
                        records.accepts(message.property(Conflicts.PFA_ID).orElse("")))
                .toList();
        List<ConflictView> shown = wanted.of(all).stream()
                .map(conflicts::read)
                .flatMap(Optional::stream)
                .map(conflict -> ConflictView.of(conflict, showMoney))
                .toList();
        return new Listing(shown, all.size(), page, size);
    }

    /**
     * Resolves a conflict. Needs {@code perm_Sync} in the conflict's organization; a caller who cannot read there gets 404.
     *
     * @param conflictId the conflict's id, as in the event SYNC_CONFLICT
     */
    @PostMapping("/conflicts/{conflictId}/resolve")
    Resolved resolveConflict(@PathVariable UUID conflictId, @RequestBody ResolveRequest request) {
        ResolutionStrategy strategy = ResolutionStrategy.named(Objects.requireNonNullElse(request.resolution(), ""))
                .orElseThrow(() -> ApiException.badRequest("resolution must be use_local, use_pems or merge"));
        Conflicts.Settled settled;
        try {
            settled = conflicts
                    .resolve(conflictId, strategy, request.mergedData(), access.caller(), this::requireMay)
                    .orElseThrow(() -> noneToResolve(conflictId));
        } catch (UnreadableConflictException e) {
            throw new ApiException(
                    HttpStatus.CONFLICT,
                    ErrorCode.VALIDATION_FAILED,
                    "This conflict is unreadable and cannot be resolved; an administrator must remove it from the"
                            + " queue pems.conflicts");
        } catch (InvalidResolutionException e) {
            throw new ApiException(
                    HttpStatus.BAD_REQUEST,
                    ErrorCode.VALIDATION_FAILED,
                    "This resolution is invalid (see validationErrors); the conflict stays open",
                    Map.of("validationErrors", e.faults()));
        }
        return answer(settled);
    }

    private void requireMay(ConflictRecord conflict) {
        OrganizationId organization = conflict.item().organizationId();
        if (!access.sees(organization)) {
            throw unknown();
        }
        access.require(Permission.SYNC, organization);
    }

    private ApiException noneToResolve(UUID conflictId) {
        return conflicts
                .findResolved(conflictId)
                .filter(conflict -> access.sees(conflict.item().organizationId()))
                .map(conflict -> new ApiException(
                        HttpStatus.CONFLICT,
                        ErrorCode.CONFLICT_ALREADY_RESOLVED,
                        "This conflict has already been resolved"))
                .orElseGet(() -> conflicts.isInHand(conflictId) ? beingResolved() : unknown());
    }

    // While it is in hand its organization cannot be checked; but only a caller who has seen the id can know it.
    private static ApiException beingResolved() {
        return new ApiException(
                HttpStatus.CONFLICT,
                ErrorCode.CONFLICT_ALREADY_RESOLVED,
                "Another user is resolving this conflict at the moment");
    }

    private static ApiException unknown() {
        return ApiException.notFound("There is no conflict with this id");
    }

    private Resolved answer(Conflicts.Settled settled) {
        ConflictRecord conflict = settled.conflict();
        Decision decision = Objects.requireNonNull(conflict.decisionOrNull());
        OrganizationId organization = conflict.item().organizationId();
        // The decision with its values is kept with the resolved conflict.
        access.done(
                "resolution",
                organization,
                AuditFact.of("conflict", conflict.conflictId()),
                AuditFact.of("item", conflict.item().itemId()),
                AuditFact.of("pfa", conflict.item().pfaId()),
                AuditFact.of("resolution", decision.strategy().jsonName()));
        boolean showMoney = access.caller().may(Permission.VIEW_FINANCIALS, organization);
        PfaValues changes = settled.changesOrNull();
        return new Resolved(
                true,
                conflict.conflictId(),
                decision.resolvedAt(),
                changes == null ? null : ConflictView.shown(changes, showMoney));
    }

    /**
     * One page of conflicts.
     *
     * @param conflicts those of this page
     * @param total how many there are on all pages
     * @param page number of this page, from 0
     * @param size most conflicts per page
     */
    @Schema(name = "ConflictListing")
    record Listing(
            List<ConflictView> conflicts,
            @Schema(minimum = "0") long total,
            @Schema(minimum = "0") int page,
            @Schema(minimum = "1") int size) {}

    /**
     * The decision on a conflict.
     *
     * @param resolution {@code use_local}: the user's values win. {@code use_pems}: the values of PEMS win, and the edit is
     *     dropped. {@code merge}: {@code mergedData} says which values win
     * @param mergedData for a merge: the values chosen for fields in conflict
     */
    record ResolveRequest(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    allowableValues = {"use_local", "use_pems", "merge"})
            @Nullable String resolution,

            @Nullable PfaValues mergedData) {}

    /**
     * The conflict is resolved.
     *
     * @param success always true
     * @param conflictId the conflict's id
     * @param resolvedAt when it was resolved
     * @param appliedChanges the values that will be written to PEMS; null if PEMS's values were kept
     */
    record Resolved(
            boolean success,
            UUID conflictId,
            Instant resolvedAt,
            @Nullable PfaValues appliedChanges) {}
}
