package com.pfavanguard.sync.pems.standin;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way to misbehave, for matching requests.
 *
 * @param mode what happens instead of a normal answer
 * @param status the HTTP status of {@link Mode#STATUS}; 0 for the others
 * @param times number of requests, 1 or more; {@value #ALWAYS} for all until changed
 * @param delay how long each answer is delayed; up to an hour
 * @param retryAfterOrNull value of a {@code Retry-After} header: seconds, or an HTTP date
 * @param operationOrNull only requests of this kind; {@code null} for reads and updates, but not health checks
 * @param organizationCodeOrNull only this organization's records
 * @param pfaIdOrNull only the record with this id
 */
public record StandInBehaviour(
        Mode mode,
        int status,
        int times,
        Duration delay,
        @Nullable String retryAfterOrNull,
        @Nullable StandInOperation operationOrNull,
        @Nullable String organizationCodeOrNull,
        @Nullable String pfaIdOrNull) {

    public static final int ALWAYS = 0;

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public StandInBehaviour {
        if (mode == Mode.STATUS && (status < 300 || status > 599)) {
            throw new IllegalArgumentException("The status must be 300 to 599");
        }
        if (times < 0) {
            throw new IllegalArgumentException("times must be 1 or more, or 0 for always");
        }
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("delay must be between 0 and " + LONGEST_DELAY.toMinutes() + " minutes");
        }
        if (retryAfterOrNull != null && !retryAfterOrNull.matches("[A-Za-z0-9 ,:+-]{1,64}")) {
            throw new IllegalArgumentException("retryAfter must be seconds or an HTTP date");
        }
    }

    /** Normal answers. */
    public static final StandInBehaviour NORMAL =
            new StandInBehaviour(Mode.NORMAL, 0, ALWAYS, Duration.ZERO, null, null, null, null);

    /** Once, for any request. */
    public static StandInBehaviour of(Mode mode) {
        return new StandInBehaviour(mode, 0, 1, Duration.ZERO, null, null, null, null);
    }

    /** An HTTP error status, once, for any request. */
    public static StandInBehaviour status(int status) {
        return new StandInBehaviour(Mode.STATUS, status, 1, Duration.ZERO, null, null, null, null);
    }

    public StandInBehaviour times(int times) {
        return new StandInBehaviour(
                mode, status, times, delay, retryAfterOrNull, operationOrNull, organizationCodeOrNull, pfaIdOrNull);
    }

    public StandInBehaviour always() {
        return times(ALWAYS);
    }

    public StandInBehaviour delayedBy(Duration delay) {
        return new StandInBehaviour(
                mode, status, times, delay, retryAfterOrNull, operationOrNull, organizationCodeOrNull, pfaIdOrNull);
    }

    public StandInBehaviour retryAfter(String retryAfter) {
        return new StandInBehaviour(
                mode, status, times, delay, retryAfter, operationOrNull, organizationCodeOrNull, pfaIdOrNull);
    }

    public StandInBehaviour on(StandInOperation operation) {
        return new StandInBehaviour(
                mode, status, times, delay, retryAfterOrNull, operation, organizationCodeOrNull, pfaIdOrNull);
    }

    public StandInBehaviour forOrganizationCode(String organizationCode) {
        return new StandInBehaviour(
                mode, status, times, delay, retryAfterOrNull, operationOrNull, organizationCode, pfaIdOrNull);
    }

    public StandInBehaviour forPfa(String pfaId) {
        return new StandInBehaviour(
                mode, status, times, delay, retryAfterOrNull, operationOrNull, organizationCodeOrNull, pfaId);
    }

    boolean concerns(StandInOperation operation, String organizationCode, String pfaId) {
        // A monitor may send a health check at any time; it must not use up a behaviour meant for a write.
        boolean rightOperation =
                operationOrNull == null ? operation != StandInOperation.HEALTH : operationOrNull == operation;
        return rightOperation
                && (organizationCodeOrNull == null || organizationCodeOrNull.equals(organizationCode))
                && (pfaIdOrNull == null || pfaIdOrNull.equals(pfaId));
    }

    /** The label in JSON and in the list of calls: the mode, or the status. */
    String label() {
        return mode == Mode.STATUS ? String.valueOf(status) : mode.label();
    }

    /** The ways to answer; in JSON the names in lower case with hyphens, and a number for {@link #STATUS}. */
    public enum Mode {
        NORMAL,
        /** A normal answer, late; one second if no delay is given. */
        SLOW,
        /** An HTTP error with a body that must not reach a user; 409 has the body of the contract. */
        STATUS,
        /** 404, as for a missing record. */
        MISSING,
        /** 200 with something that is not JSON; nothing is written. */
        GARBAGE,
        /** 200 with megabytes of JSON; nothing is written. */
        OVERSIZED,
        /** Takes the request and never answers; nothing is written. */
        HANG,
        /** Closes the connection instead of answering; nothing is written. */
        CLOSE,
        /** Carries out the request, then closes the connection instead of answering. */
        LOST_ANSWER,
        /** Carries out the request, but leaves {@code newVersion} out of the answer. */
        NO_VERSION;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
