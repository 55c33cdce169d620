package com.pfavanguard.sync.pems;

import static com.pfavanguard.sync.pems.PfaField.CATEGORY;
import static com.pfavanguard.sync.pems.PfaField.DOR;
import static com.pfavanguard.sync.pems.PfaField.IS_ACTUALIZED;
import static com.pfavanguard.sync.pems.PfaField.ORGANIZATION_ID;
import static com.pfavanguard.sync.pems.PfaField.PFA_ID;
import static com.pfavanguard.sync.pems.PfaField.SOURCE;

import com.pfavanguard.sync.pems.PfaFault.Code;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks an edit by the rules V1 to V18 (domain.md, "Validation rules") and returns all faults at once. Pure: the write
 * queue asks before it takes an edit, the worker once more against the record it has just read.
 *
 * <p>A rule over several fields looks at the record after the edit, and only if the edit touches one of them: invalid
 * values already in PEMS are not the fault of a user who edits other fields.
 */
public final class PfaValidator {

    private static final List<PfaField> REQUIRED = List.of(PFA_ID, ORGANIZATION_ID, CATEGORY, SOURCE, DOR);

    private PfaValidator() {}

    /** The faults of changing {@code record}, all of whose fields are known, by {@code changes}. */
    public static List<PfaFault> update(PfaValues record, PfaValues changes) {
        return update(new PfaRules(record, changes, true), changes);
    }

    /**
     * The faults of {@code changes} when only some fields of the record are known. A rule that needs an unknown field
     * is left to {@link #update}.
     */
    public static List<PfaFault> updateKnowing(PfaValues known, PfaValues changes) {
        return update(new PfaRules(known, changes, false), changes);
    }

    private static List<PfaFault> update(PfaRules rules, PfaValues changes) {
        if (changes.isEmpty()) {
            return List.of(new PfaFault("changes", "No field is changed", Code.MISSING_REQUIRED_FIELD));
        }
        rules.onlyWritableFields();
        rules.values();
        rules.actualizedRecord();
        rules.discontinuedRecord();
        return rules.faults();
    }

    /** The faults of a new record. Not used yet: PEMS's write API cannot create records. */
    public static List<PfaFault> create(PfaValues values) {
        PfaRules rules = new PfaRules(PfaValues.none(), values, true);
        rules.onlyKnownFields();
        rules.values();
        Stream<PfaFault> missing = REQUIRED.stream()
                .filter(field -> isMissing(field, values))
                .map(field ->
                        new PfaFault(field, "A new record needs " + field.jsonName(), Code.MISSING_REQUIRED_FIELD));
        return Stream.concat(missing, rules.faults().stream()).toList();
    }

    // An enumerated field with an empty value has been reported as invalid already.
    private static boolean isMissing(PfaField field, PfaValues values) {
        Object value = values.get(field);
        return field.type() == PfaField.Type.ENUM ? !values.mentions(field) : value == null || value.equals("");
    }

    /** Why {@code record} may not be deleted (V14). PEMS knows no delete; it is an update that discontinues. */
    public static List<PfaFault> delete(PfaValues record) {
        return record.isTrue(IS_ACTUALIZED)
                ? List.of(new PfaFault(
                        IS_ACTUALIZED,
                        "Equipment that is on site cannot be deleted; discontinue it instead",
                        Code.BUSINESS_RULE_VIOLATION))
                : List.of();
    }
}
