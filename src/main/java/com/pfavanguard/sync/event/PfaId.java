package com.pfavanguard.sync.event;

/**
 * The business key of one PFA record (one equipment requirement), unique within its organization.
 *
 * @param value 1 to 64 characters out of {@code A-Z a-z 0-9 . _ : -}, such as {@code PFA-70412} or {@code 1048576}
 */
public record PfaId(String value) {

    /** The alphabet and length of a PFA id, for a regular expression or an error text. */
    public static final String SYNTAX = "[A-Za-z0-9._:-]{1,64}";

    private static final Alphabet VALID = new Alphabet("._:-", 64);

    public PfaId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("A pfaId must match " + SYNTAX);
        }
    }

    public static boolean isValid(String value) {
        return VALID.spells(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
