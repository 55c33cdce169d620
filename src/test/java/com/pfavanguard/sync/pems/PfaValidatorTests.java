package com.pfavanguard.sync.pems;

import static com.pfavanguard.sync.pems.PfaFault.Code.BUSINESS_RULE_VIOLATION;
import static com.pfavanguard.sync.pems.PfaFault.Code.INVALID_DATE_ORDER;
import static com.pfavanguard.sync.pems.PfaFault.Code.INVALID_ENUM_VALUE;
import static com.pfavanguard.sync.pems.PfaFault.Code.INVALID_FIELD;
import static com.pfavanguard.sync.pems.PfaFault.Code.INVALID_RANGE;
import static com.pfavanguard.sync.pems.PfaFault.Code.INVALID_TYPE;
import static com.pfavanguard.sync.pems.PfaFault.Code.MISSING_REQUIRED_FIELD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PfaValidatorTests {

    private static final PfaValues RENTAL = values(
            "pfaId", "PFA-70412",
            "category", "Cranes",
            "source", "Rental",
            "dor", "PROJECT",
            "monthlyRate", 4000,
            "originalStart", "2026-03-01",
            "originalEnd", "2026-09-30",
            "forecastStart", "2026-03-01",
            "forecastEnd", "2026-10-31",
            "actualStart", "2026-03-10",
            "isActualized", false,
            "isDiscontinued", false);

    private static PfaValues values(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return PfaValues.of(values);
    }

    private static List<String> faults(PfaValues record, Object... changes) {
        return shown(PfaValidator.update(record, values(changes)));
    }

    private static List<String> shown(List<PfaFault> faults) {
        return faults.stream().map(fault -> fault.field() + " " + fault.code()).toList();
    }

    @Test
    void anOrdinaryEditPasses() {
        assertThat(faults(RENTAL, "forecastEnd", "2026-11-30", "monthlyRate", "4125.50", "model", null))
                .isEmpty();
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThat(faults(RENTAL, "forecastEnd", "2026-02-28", "monthlyRate", -1, "dor", "beo", "colour", "red"))
                .containsExactlyInAnyOrder(
                        "forecastEnd " + INVALID_DATE_ORDER,
                        "monthlyRate " + INVALID_RANGE,
                        "dor " + INVALID_ENUM_VALUE,
                        "colour " + INVALID_FIELD);
    }

    @Test
    void anEditThatChangesNothingIsRefused() {
        assertThat(faults(RENTAL)).containsExactly("changes " + MISSING_REQUIRED_FIELD);
    }

    @Test
    @DisplayName("V1: moving only forecastEnd before the record's start must fail")
    void forecastEndAloneCannotMoveBeforeTheRecordsStart() {
        assertThat(faults(RENTAL, "forecastEnd", "2026-02-28")).containsExactly("forecastEnd " + INVALID_DATE_ORDER);
    }

    @Test
    @DisplayName("V1: moving only forecastStart after the record's end must fail, on the end")
    void forecastStartAloneCannotMoveBehindTheRecordsEnd() {
        assertThat(faults(RENTAL, "forecastStart", "2027-01-01")).containsExactly("forecastEnd " + INVALID_DATE_ORDER);
    }

    @Test
    @DisplayName("V1: equal dates pass, also in different spellings")
    void startAndEndMayBeTheSameDay() {
        assertThat(faults(RENTAL, "forecastStart", "2026-05-01T02:00+02:00", "forecastEnd", "2026-05-01"))
                .isEmpty();
    }

    @Test
    @DisplayName("V1: a cleared end is before nothing")
    void aForecastMayBeOpen() {
        assertThat(faults(RENTAL, "forecastEnd", null)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("V2, V3: the other pairs of dates of a new record")
    @ValueSource(strings = {"original", "actual"})
    void thePlanAndTheActualsHaveAnOrderToo(String pair) {
        PfaValues record = values(
                "pfaId",
                "1",
                "organizationId",
                "org-rio",
                "category",
                "Cranes",
                "source",
                "Rental",
                "dor",
                "BEO",
                "monthlyRate",
                1,
                pair + "Start",
                "2026-03-02",
                pair + "End",
                "2026-03-01");

        assertThat(shown(PfaValidator.create(record))).containsExactly(pair + "End " + INVALID_DATE_ORDER);
    }

    @Test
    void whatIsWrongInPemsAlreadyDoesNotStopOtherEdits() {
        PfaValues wrong = RENTAL.overlaidWith(values("forecastEnd", "2020-01-01", "monthlyRate", null));

        assertThat(faults(wrong, "model", "LR 1300")).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("V4, V5: a source needs its price")
    @CsvSource({"Rental,monthlyRate", "Purchase,purchasePrice"})
    void aSourceNeedsItsPrice(String source, String price) {
        PfaValues neither = RENTAL.without(List.of("source", "monthlyRate"));

        assertThat(faults(neither, "source", source)).containsExactly(price + " " + MISSING_REQUIRED_FIELD);
        assertThat(faults(neither, "source", source, price, null))
                .containsExactly(price + " " + MISSING_REQUIRED_FIELD);
        assertThat(faults(neither, "source", source, price, 0)).isEmpty();
    }

    @Test
    @DisplayName("V4: the price cannot be taken away from under the source")
    void aRentalCannotLoseItsRate() {
        assertThat(faults(RENTAL, "monthlyRate", null)).containsExactly("monthlyRate " + MISSING_REQUIRED_FIELD);
    }

    @Test
    @DisplayName("V5: switching source when the record already has the price must pass")
    void theSourceMaySwitchWhenTheRecordHasThePrice() {
        PfaValues priced = RENTAL.overlaidWith(values("purchasePrice", 250_000));

        assertThat(faults(priced, "source", "Purchase")).isEmpty();
    }

    @Test
    void aPriceNobodyKnowsIsLeftToTheWholeRecord() {
        PfaValues change = values("source", "Purchase");

        assertThat(PfaValidator.updateKnowing(values("source", "Rental"), change))
                .isEmpty();
        assertThat(shown(PfaValidator.updateKnowing(values("purchasePrice", null), change)))
                .containsExactly("purchasePrice " + MISSING_REQUIRED_FIELD);
        assertThat(shown(PfaValidator.update(RENTAL, change)))
                .containsExactly("purchasePrice " + MISSING_REQUIRED_FIELD);
    }

    @ParameterizedTest
    @DisplayName("V6: prices are not negative; zero is a price")
    @CsvSource({"monthlyRate", "purchasePrice"})
    void pricesAreNotNegative(String price) {
        assertThat(faults(RENTAL, price, "-0.01")).containsExactly(price + " " + INVALID_RANGE);
        assertThat(faults(RENTAL, price, 0)).isEmpty();
    }

    @Test
    @DisplayName("V6: is reported once, also beside its source")
    void aNegativePriceIsOneFault() {
        assertThat(faults(RENTAL, "source", "Rental", "monthlyRate", -5))
                .containsExactly("monthlyRate " + INVALID_RANGE);
    }

    @ParameterizedTest
    @DisplayName("V7, V8: enumerated values, case-sensitive")
    @CsvSource(
            value = {"dor,beo", "dor,''", "dor,null", "dor,OTHER", "source,rental", "source,''", "source,Lease"},
            nullValues = "null")
    void enumeratedFieldsTakeTheirValuesOnly(String field, String value) {
        assertThat(faults(RENTAL, field, value)).containsExactly(field + " " + INVALID_ENUM_VALUE);
    }

    @Test
    @DisplayName("V7, V8: trimmed before they are looked at; no other type will do")
    void enumeratedValuesAreTrimmed() {
        assertThat(faults(RENTAL, "dor", " BEO ")).isEmpty();
        assertThat(faults(RENTAL, "dor", 1)).containsExactly("dor " + INVALID_ENUM_VALUE);
        assertThat(faults(RENTAL, "dor", List.of("BEO"))).containsExactly("dor " + INVALID_ENUM_VALUE);
    }

    @ParameterizedTest
    @DisplayName("V9: real booleans only")
    @ValueSource(strings = {"isDiscontinued", "isFundsTransferable"})
    void booleansAreRealBooleans(String field) {
        assertThat(faults(RENTAL, field, "true")).containsExactly(field + " " + INVALID_TYPE);
        assertThat(faults(RENTAL, field, 1)).containsExactly(field + " " + INVALID_TYPE);
        assertThat(faults(RENTAL, field, null)).containsExactly(field + " " + INVALID_TYPE);
        assertThat(faults(RENTAL, field, true)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("V9: also those PEMS does not take")
    @ValueSource(strings = {"isActualized", "hasPlan", "hasActuals"})
    void theOtherBooleansAreCheckedToo(String field) {
        assertThat(faults(RENTAL, field, "true"))
                .containsExactly(field + " " + INVALID_FIELD, field + " " + INVALID_TYPE);
    }

    @Test
    @DisplayName("V10: what a new record needs")
    void aNewRecordNeedsFiveFields() {
        assertThat(shown(PfaValidator.create(PfaValues.none())))
                .containsExactly(
                        "pfaId " + MISSING_REQUIRED_FIELD,
                        "organizationId " + MISSING_REQUIRED_FIELD,
                        "category " + MISSING_REQUIRED_FIELD,
                        "source " + MISSING_REQUIRED_FIELD,
                        "dor " + MISSING_REQUIRED_FIELD);
    }

    @ParameterizedTest
    @EnumSource(PfaField.class)
    @DisplayName("V7 to V9: null clears any field that PEMS takes, except enumerated and boolean ones")
    void nullClearsAFieldUnlessItAlwaysHasAValue(PfaField field) {
        PfaValues cleared = values(field.jsonName(), null);

        List<PfaFault> faults = PfaValidator.updateKnowing(PfaValues.none(), cleared);

        assertThat(faults.isEmpty()).isEqualTo(field.writable() && field.clearable());
        if (field.writable() && !field.clearable()) {
            assertThat(faults)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.message())
                            .startsWith(field.jsonName() + " cannot be cleared: it must be "));
        }
    }

    @Test
    @DisplayName("V10: an empty text is none; a null enumerated value is one fault, not two")
    void whatANewRecordNeedsMustSaySomething() {
        PfaValues record =
                values("pfaId", " ", "organizationId", "org-rio", "category", "", "source", null, "dor", "BEO");

        assertThat(shown(PfaValidator.create(record)))
                .containsExactly(
                        "pfaId " + MISSING_REQUIRED_FIELD,
                        "category " + MISSING_REQUIRED_FIELD,
                        "source " + INVALID_ENUM_VALUE);
    }

    @Test
    @DisplayName("V10: then V1 to V9")
    void aNewRecordKeepsTheOtherRulesToo() {
        PfaValues record = values(
                "pfaId",
                "1",
                "organizationId",
                "org-rio",
                "category",
                "Cranes",
                "source",
                "Purchase",
                "dor",
                "both",
                "forecastStart",
                "2026-03-02",
                "forecastEnd",
                "2026-03-01");

        assertThat(shown(PfaValidator.create(record)))
                .containsExactlyInAnyOrder(
                        "purchasePrice " + MISSING_REQUIRED_FIELD,
                        "dor " + INVALID_ENUM_VALUE,
                        "forecastEnd " + INVALID_DATE_ORDER);
    }

    @Test
    @DisplayName("V11: on site, actualStart may move earlier, not later")
    void anActualStartOnlyMovesEarlier() {
        PfaValues onSite = RENTAL.overlaidWith(values("isActualized", true));

        assertThat(faults(onSite, "actualStart", "2026-03-11")).contains("actualStart " + BUSINESS_RULE_VIOLATION);
        assertThat(faults(onSite, "actualStart", null)).contains("actualStart " + BUSINESS_RULE_VIOLATION);
        assertThat(faults(onSite, "actualStart", "2026-03-09"))
                .doesNotContain("actualStart " + BUSINESS_RULE_VIOLATION);
        assertThat(faults(RENTAL, "actualStart", "2026-03-11"))
                .doesNotContain("actualStart " + BUSINESS_RULE_VIOLATION);
    }

    @Test
    @DisplayName("V12: on site, the source is settled")
    void theSourceOfEquipmentOnSiteIsSettled() {
        PfaValues onSite = RENTAL.overlaidWith(values("isActualized", true, "purchasePrice", 1));

        assertThat(faults(onSite, "source", "Purchase")).containsExactly("source " + BUSINESS_RULE_VIOLATION);
        assertThat(faults(onSite, "source", " Rental ")).isEmpty();
        assertThat(faults(onSite, "model", "336")).isEmpty();
    }

    @Test
    @DisplayName("V13: a discontinued record stays discontinued")
    void aDiscontinuedRecordIsNotReactivated() {
        PfaValues discontinued = RENTAL.overlaidWith(values("isDiscontinued", true));

        assertThat(faults(discontinued, "isDiscontinued", false))
                .containsExactly("isDiscontinued " + BUSINESS_RULE_VIOLATION);
        assertThat(faults(discontinued, "isDiscontinued", true, "model", "336")).isEmpty();
        assertThat(faults(RENTAL, "isDiscontinued", true)).isEmpty();
    }

    @Test
    @DisplayName("V14: on site, it cannot be deleted")
    void equipmentOnSiteIsNotDeleted() {
        assertThat(shown(PfaValidator.delete(values("isActualized", true))))
                .containsExactly("isActualized " + BUSINESS_RULE_VIOLATION);
        assertThat(PfaValidator.delete(RENTAL)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("V15: 500 characters, for the description and every other text")
    @ValueSource(strings = {"category", "class", "manufacturer", "model"})
    void textsAreBounded(String field) {
        assertThat(faults(RENTAL, field, "x".repeat(501))).containsExactly(field + " " + INVALID_RANGE);
        assertThat(faults(RENTAL, field, " " + "x".repeat(500) + " ")).isEmpty();
        assertThat(faults(RENTAL, "description", "x".repeat(501))).contains("description " + INVALID_RANGE);
    }

    @ParameterizedTest
    @DisplayName("V16: dates and numbers must be such")
    @CsvSource({
        "forecastEnd,soon",
        "forecastEnd,2026-02-30",
        "forecastEnd,''",
        "monthlyRate,NaN",
        "monthlyRate,Infinity",
        "monthlyRate,'1,5'",
        "monthlyRate,1e99999"
    })
    void datesAndNumbersMustParse(String field, String value) {
        assertThat(faults(RENTAL, field, value)).containsExactly(field + " " + INVALID_TYPE);
    }

    @Test
    @DisplayName("V16: the type is checked")
    void otherTypesAreRefused() {
        assertThat(faults(RENTAL, "forecastEnd", 20261130)).containsExactly("forecastEnd " + INVALID_TYPE);
        assertThat(faults(RENTAL, "monthlyRate", true)).containsExactly("monthlyRate " + INVALID_TYPE);
        assertThat(faults(RENTAL, "model", 336)).containsExactly("model " + INVALID_TYPE);
        assertThat(faults(RENTAL, "model", Map.of("a", 1))).containsExactly("model " + INVALID_TYPE);
    }

    @ParameterizedTest
    @DisplayName("V17: the Plan is locked")
    @ValueSource(strings = {"originalStart", "originalEnd"})
    void thePlanIsLocked(String field) {
        assertThat(faults(RENTAL, field, "2026-05-01")).containsExactly(field + " " + BUSINESS_RULE_VIOLATION);
        assertThat(faults(RENTAL, field, null)).containsExactly(field + " " + BUSINESS_RULE_VIOLATION);
    }

    @ParameterizedTest
    @DisplayName("V18: unknown fields, and those the write API does not take")
    @ValueSource(strings = {"colour", "DOR", "__proto__", "pfaId", "notes", "pemsVersion", "equipment"})
    void onlyFieldsPemsTakesMayBeChanged(String field) {
        assertThat(faults(RENTAL, field, "x")).containsExactly(field + " " + INVALID_FIELD);
    }

    @Test
    void aFaultNeverRepeatsAValueNorAnEndlessName() {
        String name = "n".repeat(10_000);

        List<PfaFault> faults = PfaValidator.update(RENTAL, values(name, "v", "dor", "<script>alert(1)</script>"));

        assertThat(faults).hasSize(2);
        assertThat(faults.toString()).hasSizeLessThan(500).doesNotContain("<script>");
    }
}
