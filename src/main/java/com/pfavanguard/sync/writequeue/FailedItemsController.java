package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.api.Page;
import com.pfavanguard.sync.api.PemsApi;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Permission;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What has failed, and another try. */
@PemsApi
class FailedItemsController {

    private final Access access;
    private final FailedItems failed;

    FailedItemsController(Access access, FailedItems failed) {
        this.access = access;
        this.failed = failed;
    }

    /** Newest first. */
    @GetMapping("/failed")
    Listing failed(
            @RequestParam(required = false) @Nullable String organizationId,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        OrganizationId organization = access.organization(organizationId, Permission.READ);
        Page wanted = new Page(page, size);
        List<FailedItem> all = failed.list(organization).stream()
                .map(FailedItem::of)
                .sorted(FailedItem.NEWEST_FIRST)
                .toList();
        return new Listing(wanted.of(all), all.size(), page, size);
    }

    @PostMapping("/failed/{itemId}/retry")
    Retried retry(@PathVariable UUID itemId) {
        WriteItem item = failed.retry(itemId, access);
        return new Retried(
                true, itemId, item.organizationId().value(), item.pfaId().value());
    }

    /** @param total how many there are on all pages */
    @Schema(name = "FailedListing")
    record Listing(List<FailedItem> failed, long total, int page, int size) {}

    /** The item waits in the queue again. */
    record Retried(boolean success, UUID itemId, String organizationId, String pfaId) {}
}
