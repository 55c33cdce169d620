package com.pfavanguard.sync.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pfavanguard.sync.event.InvalidSyncEventException.Reason;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is not an event, and the reason given for it. */
class InvalidSyncEventTests {

    private static final EventId FALLBACK = EventId.ofBrokerMessage(4711, 1_772_615_711_511L);
    private static final JsonMapper MAPPER = new JsonMapper();

    private final SyncEventJson json = new SyncEventJson();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "SYNC_QUEUED",
                "<event/>",
                "null",
                "42",
                "\"SYNC_QUEUED\"",
                "[]",
                "{",
                "{\"type\":",
                "{'type':'SYNC_QUEUED'}",
                "{\"type\":NaN}",
                "/* hello */ {}"
            })
    void whatIsNoJsonObjectIsNotJson(String body) {
        assertThatReason(body.getBytes(UTF_8)).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void anArrayOfGoodEventsIsNotJson() {
        String event = example("sync-queued");

        assertThatReason("[" + event + "," + event + "]").isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void binaryJunkIsNotJson() {
        byte[] junk = new byte[512];
        new Random(70412).nextBytes(junk);

        assertThatReason(junk).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void onlyUtf8IsJson() {
        String event = example("sync-queued");

        assertThatReason(event.getBytes(UTF_16)).isEqualTo(Reason.NOT_JSON);
        assertThatReason(event.getBytes(UTF_16BE)).isEqualTo(Reason.NOT_JSON);
        assertThatReason(event.getBytes(Charset.forName("UTF-32LE"))).isEqualTo(Reason.NOT_JSON);
        assertThatReason("\ufeff" + event).as("byte order mark").isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void anotherEncodingsUmlautIsNotJson() {
        String failed = example("sync-failed").replace("unavailable", "nicht verfügbar");

        assertThatReason(failed.getBytes(ISO_8859_1)).isEqualTo(Reason.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "x", ",", "]", "\0"})
    void anythingAfterTheObjectIsNotJson(String trailing) {
        assertThatReason(example("sync-queued") + trailing).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void aFieldGivenTwiceIsNotJson() {
        String twice = example("sync-queued").replace("{", "{\"organizationId\":\"org-rio\",");
        String twiceNested = example("sync-success").replace("\"newVersion\":8", "\"newVersion\":8,\"newVersion\":9");
        String twiceInDisguise = example("sync-queued").replace("{", "{\"\\u0074ype\":\"SYNC_FAILED\",");

        assertThatReason(twice).isEqualTo(Reason.NOT_JSON);
        assertThatReason(twiceNested).isEqualTo(Reason.NOT_JSON);
        assertThatReason(twiceInDisguise).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void deepNestingIsNotJsonHoweverDeep() {
        String deep = example("sync-queued").replace("{", "{\"a\":" + "[".repeat(40) + "]".repeat(40) + ",");

        assertThatReason(deep).isEqualTo(Reason.NOT_JSON);
        assertThatReason("[".repeat(1_000_000)).isEqualTo(Reason.NOT_JSON);
        assertThatReason("{\"a\":".repeat(1_000_000)).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void anEndlessNumberIsNotJson() {
        String endless = example("sync-success").replace("8}", "9".repeat(100_000) + "}");

        assertThatReason(endless).isEqualTo(Reason.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "prototype", "__pro\\u0074o__"})
    void namesThatPoisonJavaScriptObjectsAreForbiddenAtAnyDepth(String name) {
        String member = "\"" + name + "\":{\"admin\":true}";

        assertThatReason(example("sync-queued").replace("{", "{" + member + ","))
                .isEqualTo(Reason.FORBIDDEN_FIELD);
        assertThatReason(example("sync-success").replace("\"newVersion\"", member + ",\"newVersion\""))
                .isEqualTo(Reason.FORBIDDEN_FIELD);
        assertThatReason(example("sync-queued").replace("{", "{\"extra\":[1,[{" + member + "}]],"))
                .isEqualTo(Reason.FORBIDDEN_FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTED", "SYNC_STARTED", "sync_queued", "SYNC_QUEUED ", "SYNC_QUEUED\n", ""})
    void aTypeOutsideTheContractIsUnknown(String type) {
        assertThatReason("sync-queued", event -> event.put("type", type)).isEqualTo(Reason.UNKNOWN_TYPE);
    }

    @ParameterizedTest
    @CsvSource({
        "sync-queued, type",
        "sync-queued, organizationId",
        "sync-queued, pfaId",
        "sync-queued, timestamp",
        "sync-success, details",
        "sync-conflict, details",
        "sync-failed, details",
        "sync-removed, details"
    })
    void aRequiredFieldAbsentOrNullIsMissing(String example, String field) {
        assertThatReason(example, event -> event.remove(field)).isEqualTo(Reason.MISSING_FIELD);
        assertThatReason(example, event -> event.putNull(field)).isEqualTo(Reason.MISSING_FIELD);
    }

    @ParameterizedTest
    @CsvSource({
        "sync-queued-retry, nextAttemptAt",
        "sync-success, newVersion",
        "sync-conflict, conflictId",
        "sync-conflict, conflictingFields",
        "sync-failed, error",
        "sync-failed, retryCount",
        "sync-removed, reason"
    })
    void aRequiredDetailAbsentOrNullIsMissing(String example, String field) {
        assertThatReason(example, event -> details(event).remove(field)).isEqualTo(Reason.MISSING_FIELD);
        assertThatReason(example, event -> details(event).putNull(field)).isEqualTo(Reason.MISSING_FIELD);
    }

    @Test
    void aMissingFieldIsNamed() {
        byte[] incomplete = changed("sync-conflict", event -> details(event).remove("conflictId"));

        assertThatExceptionOfType(InvalidSyncEventException.class)
                .isThrownBy(() -> json.decode(incomplete, null, FALLBACK))
                .withMessage("conflictId is missing");
    }

    static Stream<Arguments> fieldsOfTheWrongType() {
        return Stream.of(
                wrong("sync-queued", "type", event -> event.put("type", 1)),
                wrong("sync-queued", "organizationId", event -> event.put("organizationId", 7)),
                wrong("sync-queued", "pfaId", event -> event.put("pfaId", 70412)),
                wrong("sync-queued", "timestamp", event -> event.put("timestamp", 1772615702040L)),
                wrong("sync-queued", "eventId", event -> event.put("eventId", true)),
                wrong("sync-queued", "details", event -> event.put("details", "retry")),
                wrong("sync-success", "details", event -> event.putArray("details")),
                wrong("sync-queued-retry", "retryCount", event -> details(event).put("retryCount", "1")),
                wrong(
                        "sync-queued-retry",
                        "nextAttemptAt",
                        event -> details(event).put("nextAttemptAt", 1)),
                wrong("sync-success", "newVersion", event -> details(event).put("newVersion", "8")),
                wrong("sync-success", "newVersion", event -> details(event).put("newVersion", 8.0)),
                wrong("sync-success", "resolution", event -> details(event).put("resolution", 1)),
                wrong("sync-conflict", "conflictId", event -> details(event).put("conflictId", 5)),
                wrong(
                        "sync-conflict",
                        "conflictingFields",
                        event -> details(event).put("conflictingFields", "forecastEnd")),
                wrong(
                        "sync-conflict",
                        "conflictingFields",
                        event -> details(event)
                                .putArray("conflictingFields")
                                .add("forecastEnd")
                                .add(1)),
                wrong(
                        "sync-conflict",
                        "conflictingFields",
                        event -> details(event).putArray("conflictingFields").addNull()),
                wrong("sync-failed", "error", event -> details(event).putObject("error")),
                wrong("sync-failed", "retryCount", event -> details(event).put("retryCount", false)),
                wrong("sync-removed", "reason", event -> details(event).put("reason", true)));
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("fieldsOfTheWrongType")
    void aFieldOfTheWrongTypeIsInvalid(String example, String field, Consumer<ObjectNode> change) {
        assertThatReason(example, change).as(field).isEqualTo(Reason.INVALID_FIELD);
    }

    static Stream<Arguments> impossibleValues() {
        return Stream.of(
                wrong("sync-queued", "organizationId", event -> event.put("organizationId", "org.rio")),
                wrong("sync-queued", "organizationId", event -> event.put("organizationId", "#")),
                wrong("sync-queued", "pfaId", event -> event.put("pfaId", "")),
                wrong("sync-queued", "pfaId", event -> event.put("pfaId", "PFA 1")),
                wrong("sync-queued", "eventId", event -> event.put("eventId", "")),
                wrong("sync-queued", "eventId", event -> event.put("eventId", "a\nb")),
                wrong("sync-queued-retry", "retryCount", event -> details(event).put("retryCount", 0)),
                wrong("sync-success", "newVersion", event -> details(event).put("newVersion", -1)),
                wrong("sync-success", "newVersion", event -> details(event).put("newVersion", 2147483648L)),
                wrong("sync-success", "newVersion", event -> details(event).put("newVersion", -2147483649L)),
                wrong(
                        "sync-success",
                        "newVersion",
                        event -> details(event).put("newVersion", new BigInteger("99999999999999999999"))),
                wrong("sync-success", "resolution", event -> details(event).put("resolution", "use_local")),
                wrong("sync-conflict", "conflictId", event -> details(event).put("conflictId", "<b>")),
                wrong(
                        "sync-conflict",
                        "conflictingFields",
                        event -> details(event).putArray("conflictingFields").add(" ")),
                wrong(
                        "sync-conflict",
                        "conflictingFields",
                        event -> details(event).putArray("conflictingFields").add("x".repeat(65))),
                wrong(
                        "sync-conflict",
                        "conflictingFields",
                        event -> Stream.generate(() -> "forecastEnd")
                                .limit(101)
                                .forEach(details(event).putArray("conflictingFields")::add)),
                wrong("sync-failed", "error", event -> details(event).put("error", " \t")),
                wrong("sync-failed", "retryCount", event -> details(event).put("retryCount", -1)),
                wrong("sync-removed", "reason", event -> details(event).put("reason", "GIVEN_UP")),
                wrong("sync-removed", "reason", event -> details(event).put("reason", "")));
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("impossibleValues")
    void aFieldWithAnImpossibleValueIsInvalid(String example, String field, Consumer<ObjectNode> change) {
        assertThatReason(example, change).as(field).isEqualTo(Reason.INVALID_FIELD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-03-04",
                "2026-03-04T09:15:02",
                "2026-02-30T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-03-04T25:00:00Z",
                "2026-03-04T09:15:02Z\n",
                "２026-03-04T09:15:02Z",
                "1969-12-31T23:59:59.999Z",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void anImpossibleMomentIsInvalid(String moment) {
        assertThatReason("sync-queued", event -> event.put("timestamp", moment)).isEqualTo(Reason.INVALID_FIELD);
        assertThatReason("sync-queued-retry", event -> details(event).put("nextAttemptAt", moment))
                .isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void aBodyThatNamesAnotherEventThanItsMessageIsInvalid() {
        byte[] body = ExampleEvents.file("sync-queued");

        assertThatExceptionOfType(InvalidSyncEventException.class)
                .isThrownBy(() -> json.decode(body, new EventId("another"), FALLBACK))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_FIELD))
                .withMessageContaining("eventId");
    }

    @Test
    void aLoneSurrogateInAnIdIsInvalid() {
        String surrogate = example("sync-queued").replace("PFA-70412", "PFA-\\ud800");

        assertThatReason(surrogate).isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void theReasonGivenHoldsNothingOfTheBody() {
        byte[] leaky = changed("sync-queued", event -> event.put("organizationId", "secret.#"));
        byte[] leakyJunk = "{\"password\":secret}".getBytes(UTF_8);

        assertThat(refusal(leaky)).hasMessageNotContaining("secret");
        assertThat(refusal(leakyJunk)).hasMessageNotContaining("secret").hasMessageContaining("at byte");
    }

    @Test
    void reasonsCanBeMetricTags() {
        assertThat(Reason.values()).extracting(Reason::tag).allMatch(tag -> tag.matches("[a-z-]+"));
        assertThat(Reason.ORGANIZATION_MISMATCH.tag()).isEqualTo("organization-mismatch");
    }

    private ObjectAssert<Reason> assertThatReason(String example, Consumer<ObjectNode> change) {
        return assertThatReason(changed(example, change));
    }

    private ObjectAssert<Reason> assertThatReason(String body) {
        return assertThatReason(body.getBytes(UTF_8));
    }

    private ObjectAssert<Reason> assertThatReason(byte[] body) {
        return assertThatObject(refusal(body).reason());
    }

    private InvalidSyncEventException refusal(byte[] body) {
        InvalidSyncEventException refusal =
                catchThrowableOfType(InvalidSyncEventException.class, () -> json.decode(body, null, FALLBACK));
        assertThat(refusal)
                .as("refusal of %s", new String(body, 0, Math.min(body.length, 300), UTF_8))
                .isNotNull();
        return refusal;
    }

    private static Arguments wrong(String example, String field, Consumer<ObjectNode> change) {
        return Arguments.of(example, field, change);
    }

    private static byte[] changed(String example, Consumer<ObjectNode> change) {
        ObjectNode event = (ObjectNode) MAPPER.readTree(ExampleEvents.file(example));
        change.accept(event);
        return MAPPER.writeValueAsBytes(event);
    }

    private static ObjectNode details(ObjectNode event) {
        return (ObjectNode) event.get("details");
    }

    private static String example(String name) {
        return new String(ExampleEvents.file(name), UTF_8);
    }
}
