package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.writequeue.WriteSyncRequest.Modification;
import java.util.List;
import java.util.Objects;

/**
 * The caller who sends edits of one organization. Decides under which user's name each edit is written to PEMS: the
 * caller's own, unless a permission lets a service name its users. In open mode there are no users, and any name is
 * accepted.
 */
final class Author {

    private final Access access;
    private final OrganizationId organizationId;
    private final Caller caller;

    Author(Access access, OrganizationId organizationId) {
        this.access = access;
        this.organizationId = organizationId;
        this.caller = access.caller();
    }

    String name() {
        return caller.name();
    }

    /**
     * Returns the edits with the names they will be written under.
     *
     * @throws com.pfavanguard.sync.api.ApiException if an edit names a user for whom the caller may not act
     */
    List<Modification> of(List<Modification> modifications) {
        for (int index = 0; index < modifications.size(); index++) {
            if (!isOwn(modifications.get(index))) {
                access.require(
                        Permission.ACT_FOR_OTHERS,
                        organizationId,
                        "modifications[" + index + "].modifiedBy names another user than the token, which");
            }
        }
        return modifications.stream()
                .map(modification ->
                        caller.userId().equals(modification.modifiedBy()) ? modification.by(name()) : modification)
                .toList();
    }

    private boolean isOwn(Modification modification) {
        String named = modification.modifiedBy();
        return named == null || named.equals(caller.name()) || named.equals(caller.userId());
    }

    /**
     * Audits the queued edits by job and PFA. An item id would not do: an edit may have been merged into an earlier
     * item.
     */
    void hasQueued(WriteSyncAnswer answer, List<Modification> modifications) {
        access.done(
                "write-sync",
                organizationId,
                AuditFact.of("job", answer.jobId()),
                AuditFact.of("count", answer.queuedCount()),
                AuditFact.list(
                        "pfas",
                        modifications.stream()
                                .map(modification -> Objects.requireNonNull(modification.pfaId()))
                                .toList()),
                AuditFact.list(
                        "modifiedBy",
                        modifications.stream()
                                .map(modification -> Objects.requireNonNullElse(modification.modifiedBy(), name()))
                                .distinct()
                                .toList()));
    }
}
