package com.pfavanguard.sync.pems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class PfaValuesTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static Object one(String field, Object raw) {
        return PfaValues.of(Collections.singletonMap(field, raw)).get(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-04",
                " 2026-03-04 ",
                "2026-03-04T00:00Z",
                "2026-03-04T00:00:00",
                "2026-03-04T00:00:00Z",
                "2026-03-04t00:00:00z",
                "2026-03-04T00:00:00.000Z",
                "2026-03-04T00:00:00.000000000+00:00",
                "2026-03-04T02:30+02:30",
                "2026-03-03T19:00:00-0500",
                "2026-03-03T19:00:00-05"
            })
    void aDayIsItsMidnightInUtcHoweverItIsSpelt(String spelling) {
        assertThat(one("forecastEnd", spelling)).isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-02-30",
                "2026-3-4",
                "04.03.2026",
                "2026-03-04T25:00Z",
                "+12026-03-04",
                "0000-01-01"
            })
    void whatIsNoDateStaysText(String text) {
        assertThat(one("forecastEnd", text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.000", " 1 ", "1e0", "0.1e1", "+1", "01"})
    void numbersAreComparedByValueAlsoWhenTheyAreText(String text) {
        assertThat(one("monthlyRate", text)).isEqualTo(one("monthlyRate", 1)).isEqualTo(BigDecimal.ONE);
    }

    @Test
    void theManyKindsOfJavaNumberAreOne() {
        assertThat(List.of(one("monthlyRate", 100), one("monthlyRate", 100L), one("monthlyRate", 100.0)))
                .containsOnly(new BigDecimal("100"));
        assertThat(one("monthlyRate", 0.0)).isEqualTo(one("monthlyRate", new BigDecimal("-0.00")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Infinity", "1,5", "0x10", "1e999999999", "1e-999999999", "12 000"})
    void whatIsNoSaneNumberStaysText(String text) {
        assertThat(one("monthlyRate", text)).isEqualTo(text);
    }

    @Test
    void infinityIsNoNumber() {
        assertThat(one("monthlyRate", Double.NaN)).isEqualTo("NaN");
    }

    @Test
    void textIsTrimmedAndOtherwiseLeftAlone() {
        assertThat(one("model", "  1.0 ")).isEqualTo("1.0").isNotEqualTo(one("model", "1"));
        assertThat(one("model", "2026-03-04")).isEqualTo("2026-03-04");
    }

    @Test
    void onlyRealBooleansAreBooleans() {
        assertThat(one("isDiscontinued", true)).isEqualTo(true);
        assertThat(one("isDiscontinued", "true")).isEqualTo("true");
        assertThat(one("isDiscontinued", 1)).isEqualTo(BigDecimal.ONE);
    }

    @Test
    void absentAndNullMeanTheSameButOnlyOneIsMentioned() {
        PfaValues cleared = PfaValues.of(Collections.singletonMap("model", null));

        assertThat(cleared.agreesWith(PfaValues.none(), "model")).isTrue();
        assertThat(cleared.mentions("model")).isTrue();
        assertThat(PfaValues.none().mentions("model")).isFalse();
    }

    @Test
    void objectsAreTheSameInAnyOrderOfKeysAndWithOrWithoutNulls() {
        Object left = readField("customFields", "{\"a\":1,\"b\":{\"c\":\" x \",\"d\":[1,2]},\"e\":null}");
        Object right = readField("customFields", "{\"b\":{\"d\":[1.0,2],\"c\":\"x\"},\"a\":1.00}");

        assertThat(left).isEqualTo(right);
    }

    @Test
    void listsKeepTheirOrder() {
        assertThat(readField("tags", "[\"a\",\"b\"]")).isNotEqualTo(readField("tags", "[\"b\",\"a\"]"));
    }

    private static Object readField(String field, String json) {
        return JSON.readValue("{\"" + field + "\":" + json + "}", PfaValues.class)
                .get(field);
    }

    @Test
    void overlayingReplacesWhatIsMentionedAndKeepsTheRest() {
        PfaValues record = PfaValues.of(Map.of("model", "336", "monthlyRate", 100));

        PfaValues edited = record.overlaidWith(PfaValues.of(Collections.singletonMap("model", null)));

        assertThat(edited.get("model")).isNull();
        assertThat(edited.decimal(PfaField.MONTHLY_RATE)).contains(new BigDecimal("100"));
    }

    @Test
    void jsonIsReadExactlyAndWrittenInNormalForm() {
        String json = "{\"forecastEnd\":\"2026-11-30\",\"monthlyRate\":12345678901234567890.10,\"model\":null,"
                + "\"isDiscontinued\":false,\"customFields\":{\"list\":[\" a \",1.50]}}";

        String written = JSON.writeValueAsString(JSON.readValue(json, PfaValues.class));

        assertThat(written)
                .isEqualTo("{\"forecastEnd\":\"2026-11-30T00:00:00.000Z\",\"monthlyRate\":12345678901234567890.1,"
                        + "\"model\":null,\"isDiscontinued\":false,\"customFields\":{\"list\":[\"a\",1.5]}}");
        assertThat(JSON.readValue(written, PfaValues.class)).isEqualTo(JSON.readValue(json, PfaValues.class));
    }

    @Test
    void aNumberWithABillionZerosCostsNothing() {
        PfaValues values = JSON.readValue("{\"monthlyRate\":1e99999999,\"tags\":[1e-99999999]}", PfaValues.class);

        assertThat(JSON.writeValueAsString(values)).hasSizeLessThan(100);
    }

    @Test
    void norDoesItBecomeText() {
        assertThatThrownBy(() -> JSON.readValue("{\"category\":1e999}", PfaValues.class))
                .isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-04T09:15:00ZZ",
                "2026-03-04T09:15:00+01:00+0100+01",
                "2026-03-04T09:15:00+01:00Z",
                "2026-03-04T09:15.5",
                "2026-03-04T09:15:00.",
                "2026-03-04T",
                "2026-03-04T09",
                "+2026-03-04",
                "٢٠٢٦-03-04"
            })
    void whatIsAlmostADateIsNone(String text) {
        assertThat(one("forecastEnd", text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true"})
    void anythingButAnObjectIsRefused(String json) {
        assertThatThrownBy(() -> JSON.readValue(json, PfaValues.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void moreFieldsThanAnyRecordHasAreRefused() {
        Map<String, Object> many =
                IntStream.rangeClosed(0, PfaValues.MAX_FIELDS).boxed().collect(Collectors.toMap(i -> "f" + i, i -> i));

        assertThatIllegalArgumentException().isThrownBy(() -> PfaValues.of(many));
        assertThatThrownBy(() -> JSON.readValue(JSON.writeValueAsString(many), PfaValues.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void halvesOfSurrogatePairsBecomeSomethingUtf8CanCarry() {
        PfaValues values = JSON.readValue("{\"\\ud83d\":1,\"model\":\"\\ud83d\\ude00 \\ud83d\"}", PfaValues.class);

        assertThat(new String(JSON.writeValueAsBytes(values), StandardCharsets.UTF_8))
                .isEqualTo("{\"\ufffd\":1,\"model\":\"😀 \ufffd\"}");
    }

    @Test
    void valuesNestedTooDeepAreRefused() {
        String deep = "{\"tags\":" + "[".repeat(50) + "]".repeat(50) + "}";

        assertThatThrownBy(() -> JSON.readValue(deep, PfaValues.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void whatIsGivenCanBeChangedAfterwardsWithoutHarm() {
        Map<String, Object> raw = new HashMap<>(Map.of("model", "336"));
        PfaValues values = PfaValues.of(raw);

        raw.put("model", "390");

        assertThat(values.get("model")).isEqualTo("336");
    }

    @Test
    void itsTextNamesFieldsAndNeverValues() {
        PfaValues values = PfaValues.of(Map.of("monthlyRate", 4125.5, "forecastEnd", LocalDate.of(2026, 3, 4)));

        assertThat(values.toString()).contains("monthlyRate").doesNotContain("4125");
    }
}
