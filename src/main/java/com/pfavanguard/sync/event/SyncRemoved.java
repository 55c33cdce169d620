package com.pfavanguard.sync.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A failed edit is no longer kept, and no other edit of its record is open: nothing is pending for the record any more.
 * Its values never reached PEMS.
 *
 * @param reason why the edit is no longer kept
 */
public record SyncRemoved(EventId eventId, OrganizationId organizationId, PfaId pfaId, Instant timestamp, Reason reason)
        implements SyncEvent {

    public SyncRemoved {
        timestamp = Timestamps.checked(timestamp);
    }

    @Override
    public SyncEventType type() {
        return SyncEventType.SYNC_REMOVED;
    }

    /** Why a failed edit is no longer kept. */
    public enum Reason {
        /** A user removed it. */
        GIVEN_UP("given_up"),

        /** Its time was over, or newer failed edits of its organization took its place. */
        EXPIRED("expired");

        private final String value;

        Reason(String value) {
            this.value = value;
        }

        /**
         * Returns the reason with this JSON value.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Reason of(String value) {
            return Arrays.stream(values())
                    .filter(reason -> reason.value.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("reason must be "
                            + Arrays.stream(values()).map(Reason::value).collect(Collectors.joining(" or "))));
        }

        /** The JSON value. */
        public String value() {
            return value;
        }
    }
}
