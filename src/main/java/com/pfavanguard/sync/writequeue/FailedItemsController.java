package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.api.Page;
import com.pfavanguard.sync.api.PemsApi;
import com.pfavanguard.sync.api.PfaFilter;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Permission;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Lists failed items, retries and removes them. */
@PemsApi
class FailedItemsController {

    private final Access access;
    private final FailedItems failed;

    FailedItemsController(Access access, FailedItems failed) {
        this.access = access;
        this.failed = failed;
    }

    /**
     * Lists edits that failed for good, newest first. Needs {@code perm_Read}.
     *
     * @param pfaId only edits of these records, at most 100, separated by commas or repeated
     */
    @GetMapping("/failed")
    Listing listFailed(
            @RequestParam(required = false) @Nullable String organizationId,
            @RequestParam(required = false) @Nullable List<String> pfaId,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        OrganizationId organization = access.organization(organizationId, Permission.READ);
        PfaFilter records = PfaFilter.of(pfaId);
        Page wanted = new Page(page, size);
        List<ItemMessage> all = failed.list(organization).stream()
                .filter(item -> records.accepts(
                        item.message().property(ItemMessage.PFA_ID).orElse("")))
                .toList();
        return new Listing(wanted.of(all).stream().map(FailedItem::of).toList(), all.size(), page, size);
    }

    /**
     * Queues a failed edit again, with all its retries. Needs {@code perm_Sync}.
     *
     * @param itemId the failed edit's id
     */
    @PostMapping("/failed/{itemId}/retry")
    Retried retryFailed(@PathVariable UUID itemId) {
        WriteItem item = failed.retry(itemId, access);
        access.done("retry", item.organizationId(), AuditFact.of("item", itemId), AuditFact.of("pfa", item.pfaId()));
        return new Retried(
                true, itemId, item.organizationId().value(), item.pfaId().value());
    }

    /**
     * Gives a failed edit up. Needs {@code perm_Sync}.
     *
     * @param itemId the failed edit's id
     */
    @DeleteMapping("/failed/{itemId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeFailed(@PathVariable UUID itemId) {
        ItemMessage removed = failed.remove(itemId, access);
        // No other record of the edit remains.
        access.done(
                "removal",
                removed.organizationId().orElseThrow(),
                AuditFact.of("item", itemId),
                AuditFact.of(
                        "pfa", removed.message().property(ItemMessage.PFA_ID).orElse("")),
                AuditFact.of(
                        "job", removed.message().property(ItemMessage.JOB_ID).orElse("")));
    }

    /**
     * One page of failed edits.
     *
     * @param failed those of this page
     * @param total how many there are on all pages
     * @param page number of this page, from 0
     * @param size most edits per page
     */
    @Schema(name = "FailedListing")
    record Listing(
            List<FailedItem> failed,
            @Schema(minimum = "0") long total,
            @Schema(minimum = "0") int page,
            @Schema(minimum = "1") int size) {}

    /**
     * The edit is in the queue again.
     *
     * @param success always true
     * @param itemId the edit's id
     * @param organizationId internal id of the organization
     * @param pfaId business key of the record
     */
    record Retried(boolean success, UUID itemId, String organizationId, String pfaId) {}
}
