package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValues;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records and values for the tests of this package. */
final class Records {

    private Records() {}

    static PfaValues values(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return PfaValues.of(values);
    }

    static PfaRecord at(int version, PfaValues values) {
        return new PfaRecord(new PfaId("PFA-1"), new OrganizationId("org-rio"), version, null, values);
    }
}
