package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One PFA record as PEMS holds it at the moment it was read.
 *
 * @param version PEMS's own counter for this record, 0 or more; goes up with every change
 * @param updatedAtOrNull when PEMS last changed it, if PEMS says
 * @param values the fields that PEMS sends and {@link PfaField} lists
 */
public record PfaRecord(
        PfaId pfaId,
        OrganizationId organizationId,
        int version,
        @Nullable Instant updatedAtOrNull,
        PfaValues values) {

    public PfaRecord {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more");
        }
        values = values.only(name -> PfaField.named(name).isPresent());
    }

    public Optional<Instant> updatedAt() {
        return Optional.ofNullable(updatedAtOrNull);
    }
}
