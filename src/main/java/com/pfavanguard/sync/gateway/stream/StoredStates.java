package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker keeps of the records' states. States that were written while they were read may be newer than the
 * mark, never older.
 *
 * @param mark read before the states; {@code null} if none has been written yet, or the states could not be read
 * @param uncertainBefore for organizations that have had too many records
 */
public record StoredStates(
        @Nullable StateMark mark, List<StoredState> states, Map<OrganizationId, Long> uncertainBefore) {

    /** Nothing could be read; compared by identity. */
    public static final StoredStates NONE = new StoredStates(null, List.of(), Map.of());
}
