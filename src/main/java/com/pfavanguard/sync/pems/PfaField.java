package com.pfavanguard.sync.pems;

import static com.pfavanguard.sync.pems.PfaField.Trait.BOOKKEEPING;
import static com.pfavanguard.sync.pems.PfaField.Trait.FINANCIAL;
import static com.pfavanguard.sync.pems.PfaField.Trait.PLAN;
import static com.pfavanguard.sync.pems.PfaField.Trait.USER_EDITABLE;
import static com.pfavanguard.sync.pems.PfaField.Trait.WRITABLE;
import static com.pfavanguard.sync.pems.PfaField.Type.BOOLEAN;
import static com.pfavanguard.sync.pems.PfaField.Type.DATE;
import static com.pfavanguard.sync.pems.PfaField.Type.DECIMAL;
import static com.pfavanguard.sync.pems.PfaField.Type.ENUM;
import static com.pfavanguard.sync.pems.PfaField.Type.STRUCTURE;
import static com.pfavanguard.sync.pems.PfaField.Type.TEXT;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of a PFA record: JSON name, type, and who may change each one. Comparison, validation and the PEMS
 * contract all use this list.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists and sets come from List.of and Set.of
public enum PfaField {
    PFA_ID("pfaId", TEXT),
    ORGANIZATION_ID("organizationId", TEXT),
    ORGANIZATION("organization", TEXT),
    AREA_SILO("areaSilo", TEXT),
    CATEGORY("category", TEXT, USER_EDITABLE, WRITABLE),
    FORECAST_CATEGORY("forecastCategory", TEXT, USER_EDITABLE),
    CLASS("class", TEXT, WRITABLE),
    DESCRIPTION("description", TEXT),
    SOURCE("source", List.of("Rental", "Purchase"), USER_EDITABLE, WRITABLE),
    DOR("dor", List.of("BEO", "PROJECT"), USER_EDITABLE, WRITABLE),
    MONTHLY_RATE("monthlyRate", DECIMAL, USER_EDITABLE, WRITABLE, FINANCIAL),
    PURCHASE_PRICE("purchasePrice", DECIMAL, USER_EDITABLE, WRITABLE, FINANCIAL),
    MANUFACTURER("manufacturer", TEXT, USER_EDITABLE, WRITABLE),
    MODEL("model", TEXT, USER_EDITABLE, WRITABLE),
    CONTRACT("contract", TEXT),
    EQUIPMENT("equipment", TEXT, USER_EDITABLE),
    ORIGINAL_START("originalStart", DATE, PLAN),
    ORIGINAL_END("originalEnd", DATE, PLAN),
    FORECAST_START("forecastStart", DATE, USER_EDITABLE, WRITABLE),
    FORECAST_END("forecastEnd", DATE, USER_EDITABLE, WRITABLE),
    ACTUAL_START("actualStart", DATE),
    ACTUAL_END("actualEnd", DATE, USER_EDITABLE),
    IS_ACTUALIZED("isActualized", BOOLEAN),
    HAS_PLAN("hasPlan", BOOLEAN),
    HAS_ACTUALS("hasActuals", BOOLEAN),
    IS_DISCONTINUED("isDiscontinued", BOOLEAN, USER_EDITABLE, WRITABLE),
    IS_FUNDS_TRANSFERABLE("isFundsTransferable", BOOLEAN, USER_EDITABLE, WRITABLE),
    NOTES("notes", TEXT, USER_EDITABLE),
    TAGS("tags", STRUCTURE, USER_EDITABLE),
    CUSTOM_FIELDS("customFields", STRUCTURE, USER_EDITABLE),
    PEMS_VERSION("pemsVersion", TEXT, BOOKKEEPING),
    LAST_SYNCED_AT("lastSyncedAt", DATE, BOOKKEEPING),
    SYNC_BATCH_ID("syncBatchId", TEXT, BOOKKEEPING);

    private static final Map<String, PfaField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(PfaField::jsonName, field -> field));

    private final String jsonName;
    private final Type type;
    private final List<String> allowedValues;
    private final Set<Trait> traits;

    PfaField(String jsonName, Type type, Trait... traits) {
        this(jsonName, type, List.of(), traits);
    }

    PfaField(String jsonName, List<String> allowedValues, Trait... traits) {
        this(jsonName, ENUM, allowedValues, traits);
    }

    PfaField(String jsonName, Type type, List<String> allowedValues, Trait... traits) {
        this.jsonName = jsonName;
        this.type = type;
        this.allowedValues = allowedValues;
        this.traits = Set.of(traits);
    }

    /** The field with this JSON name, compared exactly; empty if there is none. */
    public static Optional<PfaField> named(String jsonName) {
        return Optional.ofNullable(BY_NAME.get(jsonName));
    }

    public String jsonName() {
        return jsonName;
    }

    public Type type() {
        return type;
    }

    /** The values an {@link Type#ENUM} field can have, case matters; empty for every other type. */
    public List<String> allowedValues() {
        return allowedValues;
    }

    /**
     * Whether users may change it on some screen; not all of these fields are sent to PEMS, see {@link #writable()}.
     */
    public boolean userEditable() {
        return traits.contains(USER_EDITABLE);
    }

    /** Whether the PEMS write API accepts it: twelve fields do; edits of all others are refused. */
    public boolean writable() {
        return traits.contains(WRITABLE);
    }

    /** Whether an edit may clear it with {@code null}: an enumerated or boolean field always has a value (V7 to V9). */
    public boolean clearable() {
        return type != Type.ENUM && type != Type.BOOLEAN;
    }

    /** Whether its value is money, shown only to those with {@code perm_ViewFinancials}. */
    public boolean financial() {
        return traits.contains(FINANCIAL);
    }

    /** Whether it belongs to the approved Plan, which cannot be edited. */
    public boolean plan() {
        return traits.contains(PLAN);
    }

    /** Whether it only describes the last synchronisation; left out of every comparison. */
    public boolean bookkeeping() {
        return traits.contains(BOOKKEEPING);
    }

    /** The Java type of a field's values in normal form. */
    public enum Type {
        /** {@link String}, without white space around it. */
        TEXT,
        /** {@link java.time.Instant}, milliseconds; a bare day is its midnight in UTC. */
        DATE,
        /** {@link java.math.BigDecimal}. */
        DECIMAL,
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link String}, one of {@link #allowedValues()}. */
        ENUM,
        /** A list or map, compared as a whole. */
        STRUCTURE
    }

    enum Trait {
        USER_EDITABLE,
        WRITABLE,
        FINANCIAL,
        PLAN,
        BOOKKEEPING
    }
}
