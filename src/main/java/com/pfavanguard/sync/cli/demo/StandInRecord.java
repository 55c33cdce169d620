package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.PfaId;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A record as PEMS has it, and as a screen would show it. */
record StandInRecord(PfaId pfaId, int version, JsonNode fields) {

    private static final int LENGTH_OF_A_DAY = "2026-03-04".length();

    /** Creates an edit of a user who sees this version. */
    Edit edit(Map<String, Object> changes, String changeReason) {
        Map<String, Object> seen = new LinkedHashMap<>();
        changes.keySet().forEach(name -> seen.put(name, fields.path(name)));
        return new Edit(pfaId, version, seen, changes, changeReason);
    }

    /** Returns the end of the forecast, moved by this number of days. */
    String forecastEndIn(int days) {
        return LocalDate.parse(text("forecastEnd").substring(0, LENGTH_OF_A_DAY))
                .plusDays(days)
                .toString();
    }

    /** Returns the dor value that the record does not have. */
    String otherDor() {
        return text("dor").equals("BEO") ? "PROJECT" : "BEO";
    }

    boolean holds(String name, Object value) {
        return text(name).startsWith(value.toString());
    }

    private String text(String name) {
        return fields.path(name).asString("");
    }
}
