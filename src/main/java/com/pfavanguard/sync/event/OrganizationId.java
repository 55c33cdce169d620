package com.pfavanguard.sync.event;

import org.jspecify.annotations.Nullable;

/**
 * The internal id of one organization (one tenant), never its PEMS code. It becomes a word of a broker address, where
 * {@code .} separates words and {@code *} and {@code #} are wildcards, so none of those can be part of it.
 *
 * @param value 1 to 64 characters out of {@code A-Z a-z 0-9 _ -}; compared exactly, case matters
 */
public record OrganizationId(String value) {

    /** The alphabet and length of an organization id, for a regular expression or an error text. */
    public static final String SYNTAX = "[A-Za-z0-9_-]{1,64}";

    private static final Alphabet VALID = new Alphabet("_-", 64);

    public OrganizationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("An organization id must match " + SYNTAX);
        }
    }

    /** Whether {@code value} could be an organization id; says nothing about whether such an organization exists. */
    public static boolean isValid(String value) {
        return VALID.spells(value);
    }

    // Faster than the record's own equals, which uses method handles: every event is looked up by id.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OrganizationId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
