package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.Texts;
import com.pfavanguard.sync.pems.PfaFault;
import com.pfavanguard.sync.pems.PfaFault.Code;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValidator;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.WriteSyncRequest.Modification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Checks the modifications of a request; returns all faults of all of them at once. Pure. */
final class WriteSyncRules {

    private static final int LONGEST_ID = 100;
    private static final int LONGEST_REASON = 1_000;

    // A base value comes from PEMS, which may hold longer texts than may be written to it.
    private static final int LONGEST_BASE_TEXT = 2_000;

    /** Most bytes of an edit's JSON; waiting edits use the broker's memory. */
    static final int MAX_BYTES = 16 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private WriteSyncRules() {}

    static List<InvalidModification> faults(List<@Nullable Modification> modifications) {
        List<InvalidModification> invalid = new ArrayList<>();
        Set<String> modificationIds = new HashSet<>();
        for (int index = 0; index < modifications.size(); index++) {
            Modification modification = modifications.get(index);
            List<PfaFault> faults = new ArrayList<>(faults(modification));
            if (modification != null
                    && modification.modificationId() != null
                    && !modificationIds.add(modification.modificationId())) {
                faults.add(new PfaFault(
                        "modificationId",
                        "The request contains this modificationId twice",
                        Code.BUSINESS_RULE_VIOLATION));
            }
            if (!faults.isEmpty()) {
                invalid.add(new InvalidModification(
                        index,
                        modification == null ? null : cut(modification.modificationId()),
                        modification == null ? null : cut(modification.pfaId()),
                        faults));
            }
        }
        return invalid;
    }

    private static @Nullable String cut(@Nullable String id) {
        return id == null ? null : Texts.cut(Texts.wellFormed(id), LONGEST_ID + 1);
    }

    private static List<PfaFault> faults(@Nullable Modification modification) {
        if (modification == null) {
            return List.of(missing("modification"));
        }
        List<PfaFault> faults = new ArrayList<>();
        if (modification.pfaId() == null) {
            faults.add(missing("pfaId"));
        } else if (!PfaId.isValid(modification.pfaId())) {
            faults.add(new PfaFault("pfaId", "pfaId must match " + PfaId.SYNTAX, Code.INVALID_TYPE));
        }
        if (modification.baseVersion() == null) {
            faults.add(missing("baseVersion"));
        } else if (modification.baseVersion() < 0) {
            faults.add(new PfaFault("baseVersion", "baseVersion must be 0 or more", Code.INVALID_RANGE));
        }
        text("modificationId", modification.modificationId(), LONGEST_ID, faults);
        text("modifiedBy", modification.modifiedBy(), LONGEST_ID, faults);
        text("changeReason", modification.changeReason(), LONGEST_REASON, faults);
        if (modification.changes() == null) {
            faults.add(missing("changes"));
        } else {
            if (modification.baseValues() != null) {
                baseValues(modification.baseValues(), faults);
            }
            PfaValues known = Objects.requireNonNullElse(modification.baseValues(), PfaValues.none());
            faults.addAll(PfaValidator.updateKnowing(known, modification.changes()));
        }
        if (JSON.writeValueAsBytes(modification).length > MAX_BYTES) {
            faults.add(
                    new PfaFault("modification", "An edit must not have more than 16 KB of JSON", Code.INVALID_RANGE));
        }
        return faults;
    }

    private static void baseValues(PfaValues values, List<PfaFault> faults) {
        for (String name : values.names()) {
            if (PfaField.named(name).isEmpty()) {
                faults.add(new PfaFault(name, "A PFA record has no such field", Code.INVALID_FIELD));
            } else if (values.get(name) instanceof String text && text.length() > LONGEST_BASE_TEXT) {
                faults.add(new PfaFault(
                        name,
                        "The base value of " + name + " is longer than " + LONGEST_BASE_TEXT + " characters",
                        Code.INVALID_RANGE));
            }
        }
    }

    private static void text(String name, @Nullable String text, int longest, List<PfaFault> faults) {
        if (text != null && (text.isBlank() || text.length() > longest)) {
            faults.add(new PfaFault(name, name + " must have 1 to " + longest + " characters", Code.INVALID_RANGE));
        }
        if (text != null && !Texts.isLegible(text)) {
            faults.add(new PfaFault(name, name + " contains an unpaired surrogate or U+FFFD", Code.INVALID_TYPE));
        }
    }

    private static PfaFault missing(String name) {
        return new PfaFault(name, name + " is required", Code.MISSING_REQUIRED_FIELD);
    }
}
