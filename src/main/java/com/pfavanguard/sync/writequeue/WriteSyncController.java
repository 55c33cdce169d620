package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.api.PemsApi;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.writequeue.WriteSyncRequest.Modification;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Accepts edits over REST. */
@PemsApi
class WriteSyncController {

    private static final int MOST_MODIFICATIONS = 1_000;
    private static final String KEY_SYNTAX = "[\\x21-\\x7e]{1,200}";

    private final Access access;
    private final WriteSync writeSync;

    WriteSyncController(Access access, WriteSync writeSync) {
        this.access = access;
        this.writeSync = writeSync;
    }

    /**
     * Queues 1 to 1,000 modifications, all or none. Needs {@code perm_Sync}.
     *
     * @param idempotencyKey repeats of a request with the same key and body are queued once; 1 to 200 printable ASCII
     *     characters
     */
    @PostMapping("/write-sync")
    WriteSyncAnswer writeSync(
            @Parameter(hidden = true) @RequestParam(name = "organizationId", required = false) @Nullable String inQuery,
            @Parameter(schema = @Schema(minLength = 1, maxLength = 200, pattern = "^[\\x21-\\x7e]{1,200}$"))
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable String idempotencyKey,
            @RequestBody WriteSyncRequest request) {
        OrganizationId organizationId = access.organization(request.organizationId(), Permission.SYNC);
        if (inQuery != null && !inQuery.equals(organizationId.value())) {
            throw ApiException.badRequest(
                    "organizationId in the query differs from the one in the body; send it in the body only");
        }
        if (idempotencyKey != null && !idempotencyKey.matches(KEY_SYNTAX)) {
            throw ApiException.badRequest("Idempotency-Key must have 1 to 200 printable ASCII characters");
        }
        int priority = Objects.requireNonNullElse(request.priority(), 0);
        if (priority < 0 || priority > WriteItem.MAX_PRIORITY) {
            throw ApiException.badRequest("priority must be 0 to " + WriteItem.MAX_PRIORITY);
        }
        Author author = new Author(access, organizationId);
        List<Modification> modifications = author.of(valid(request.modifications()));
        return writeSync.queue(
                organizationId, priority, modifications, author.name(), idempotencyKey, author::hasQueued);
    }

    @SuppressWarnings("NullAway") // a missing modification has been reported as a fault
    private static List<Modification> valid(@Nullable List<@Nullable Modification> modifications) {
        if (modifications == null || modifications.isEmpty() || modifications.size() > MOST_MODIFICATIONS) {
            throw ApiException.badRequest("modifications must be a list of 1 to " + MOST_MODIFICATIONS + " edits");
        }
        List<InvalidModification> faults = WriteSyncRules.faults(modifications);
        if (!faults.isEmpty()) {
            throw new ApiException(
                    HttpStatus.BAD_REQUEST,
                    ErrorCode.VALIDATION_FAILED,
                    faults.size() + " of " + modifications.size() + " modifications are invalid; nothing was queued",
                    Map.of("validationErrors", faults));
        }
        return List.copyOf(modifications);
    }
}
