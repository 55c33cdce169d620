package com.pfavanguard.sync.conflict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The three ways to settle a conflict (domain.md, "Conflict decisions"). */
public enum ResolutionStrategy {
    /** The user's values win. */
    USE_LOCAL("use_local"),
    /** PEMS's values win; all changes of this edit are dropped, also those not in conflict. */
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

    /** The strategy with this JSON name, compared exactly; empty if there is none. */
    public static Optional<ResolutionStrategy> named(String jsonName) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.jsonName.equals(jsonName))
                .findFirst();
    }
}
