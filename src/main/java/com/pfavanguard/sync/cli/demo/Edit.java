package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.PfaId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One edit as a screen would send it.
 *
 * @param baseVersion version that the user saw
 * @param baseValuesOrNull values that the user saw; {@code null} if the screen did not keep them
 */
record Edit(
        PfaId pfaId,
        int baseVersion,
        @Nullable Map<String, Object> baseValuesOrNull,
        Map<String, Object> changes,
        String changeReason) {

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pfaId", pfaId.value());
        json.put("baseVersion", baseVersion);
        if (baseValuesOrNull != null) {
            json.put("baseValues", baseValuesOrNull);
        }
        json.put("changes", changes);
        json.put("changeReason", changeReason);
        return json;
    }

    String fields() {
        return String.join(", ", changes.keySet());
    }
}
