package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.WriteItem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's edit that is not in PEMS yet.
 *
 * @param baseVersion the record's version the user was looking at
 * @param baseValuesOrNull the values the user was looking at, at least of the edited fields; a missing field had no
 *     value. {@code null} if they were not kept
 * @param changes the fields the user has set, and no others
 */
public record PendingEdit(int baseVersion, @Nullable PfaValues baseValuesOrNull, PfaValues changes) {

    /** The edit of an item. */
    public static PendingEdit of(WriteItem item) {
        return new PendingEdit(item.baseVersion(), item.baseValuesOrNull(), item.changes());
    }

    public Optional<PfaValues> baseValues() {
        return Optional.ofNullable(baseValuesOrNull);
    }
}
