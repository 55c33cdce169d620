package com.pfavanguard.sync.pems;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** PEMS's answer to a valid write. A conflict is an answer, not a failure: a person will decide. */
public sealed interface PemsUpdateResult permits PemsUpdateResult.Accepted, PemsUpdateResult.VersionConflict {

    /**
     * PEMS has made the write.
     *
     * @param newVersion the record's version from now on, later than the one written against
     * @param updatedAtOrNull when, by PEMS's clock, if PEMS says
     */
    record Accepted(int newVersion, @Nullable Instant updatedAtOrNull) implements PemsUpdateResult {

        public Optional<Instant> updatedAt() {
            return Optional.ofNullable(updatedAtOrNull);
        }
    }

    /**
     * PEMS has not made the write: the record has changed since (HTTP 409).
     *
     * @param currentVersionOrNull the version it has now, if PEMS says
     * @param conflictingFields the fields PEMS names, without unknown ones; may be empty
     */
    record VersionConflict(@Nullable Integer currentVersionOrNull, List<String> conflictingFields)
            implements PemsUpdateResult {

        public VersionConflict {
            conflictingFields = conflictingFields.stream()
                    .filter(name -> PfaField.named(name).isPresent())
                    .distinct()
                    .toList();
        }

        public OptionalInt currentVersion() {
            return currentVersionOrNull == null ? OptionalInt.empty() : OptionalInt.of(currentVersionOrNull);
        }
    }
}
