package com.pfavanguard.sync.event;

/** A message is not a valid sync event. The text says why. Retrying the same bytes cannot help. */
public final class InvalidSyncEventException extends Exception {

    private final Reason reason;

    public InvalidSyncEventException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The kinds of fault, each counted on its own; {@link #tag()} is the metric's tag value. */
    public enum Reason {
        /** The broker's frame is malformed or forged. */
        MALFORMED_FRAME,
        /** The address does not belong to an organization. */
        UNKNOWN_ADDRESS,
        /** More bytes than {@code sync.gateway.max-event-size}. */
        TOO_LARGE,
        /** Not one JSON object in UTF-8. */
        NOT_JSON,
        /** A field name that could poison a JavaScript object, such as {@code __proto__}. */
        FORBIDDEN_FIELD,
        /** {@code type} is not one of the six event types. */
        UNKNOWN_TYPE,
        /** A required field is absent or null. */
        MISSING_FIELD,
        /** A field has the wrong type or an impossible value. */
        INVALID_FIELD,
        /** The body names another organization than the address it was sent to. */
        ORGANIZATION_MISMATCH;

        public String tag() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
