package com.pfavanguard.sync.pems.standin;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of request PEMS answers. */
public enum StandInOperation {
    READ,
    UPDATE,
    HEALTH;

    /** As in JSON. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
