package com.pfavanguard.sync.conflict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The three ways to settle a conflict (domain.md, "Conflict decisions"). */
public enum ResolutionStrategy {
    /** The user's values win. */
    USE_LOCAL("use_local"),
    /** PEMS wins; every edit of the user's to this record is dropped, also those nobody disagreed about. */
    USE_PEMS("use_pems"),
    /** A choice for each field in conflict; the user's other edits are kept. */
    MERGE("merge");

    private final String jsonName;

    ResolutionStrategy(String jsonName) {
        this.jsonName = jsonName;
    }

    @JsonValue
    public String jsonName() {
        return jsonName;
    }

    /** The strategy of that JSON name, compared exactly; empty if it is none of the three. */
    public static Optional<ResolutionStrategy> named(String jsonName) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.jsonName.equals(jsonName))
                .findFirst();
    }
}
