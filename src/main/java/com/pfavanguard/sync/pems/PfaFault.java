package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.Texts;

/**
 * One fault of an edit, as the REST answer lists it.
 *
 * @param field JSON name of the field; cut if it is unknown and long
 * @param message for the person who made the edit; names fields, never values
 */
public record PfaFault(String field, String message, Code code) {

    private static final int LONGEST_NAME = 65;

    public PfaFault {
        field = Texts.cut(Texts.wellFormed(field), LONGEST_NAME);
    }

    PfaFault(PfaField field, String message, Code code) {
        this(field.jsonName(), message, code);
    }

    /** The kinds of fault; the constants' names are the JSON values (domain.md, "Validation rules"). */
    public enum Code {
        INVALID_DATE_ORDER,
        MISSING_REQUIRED_FIELD,
        INVALID_RANGE,
        INVALID_ENUM_VALUE,
        INVALID_TYPE,
        BUSINESS_RULE_VIOLATION,
        INVALID_FIELD
    }
}
