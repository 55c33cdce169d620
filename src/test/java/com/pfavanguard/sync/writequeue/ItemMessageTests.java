package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.ItemMessage.Stage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemMessageTests {

    private static final Instant NOW = Instant.parse("2026-03-04T09:15:02.040Z");

    private static WriteItem item(int priority) {
        Map<String, Object> changes = new HashMap<>(Map.of("monthlyRate", 4125.5, "model", "LR <b>1300</b>"));
        changes.put("manufacturer", null);
        return new WriteItem(
                UUID.fromString("5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90"),
                "write-sync-1-org-rio",
                null,
                new OrganizationId("org-rio"),
                new PfaId("PFA-70412"),
                7,
                PfaValues.of(Map.of("model", "LR 1200")),
                PfaValues.of(changes),
                "m.ortega",
                null,
                priority,
                NOW);
    }

    @Test
    void anItemComesOutOfItsMessageAsItWentIn() {
        assertThat(ItemMessage.fresh(item(0)).item()).isEqualTo(item(0));
    }

    @Test
    void aClearedFieldStaysMentioned() {
        assertThat(ItemMessage.fresh(item(0)).item().changes().mentions("manufacturer"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "5,4", "9,7", "10,8"})
    void elevenPrioritiesFitBelowThatOfStartedItems(int priority, int jmsPriority) {
        assertThat(ItemMessage.fresh(item(priority)).message().priority()).isEqualTo(jmsPriority);
    }

    @Test
    void whatHasBegunAndIsPutBackComesBeforeAllFreshOnes() {
        ItemMessage fresh = ItemMessage.fresh(item(3));
        ItemMessage retry = fresh.retry(2, NOW);

        assertThat(fresh.stage()).isEqualTo(Stage.FRESH);
        assertThat(retry.retryCount()).isEqualTo(2);
        assertThat(fresh.putBack(NOW).retryCount()).isZero();
        assertThat(retry.putBack(NOW).retryCount()).isEqualTo(2);
        assertThat(List.of(retry, fresh.putBack(NOW), retry.putBack(NOW)))
                .allSatisfy(message -> assertThat(message.message().priority()).isEqualTo(9))
                .allSatisfy(message -> assertThat(message.stage()).isEqualTo(Stage.RETRY))
                .allSatisfy(message -> assertThat(message.nextAttemptAt()).contains(NOW))
                .allSatisfy(message -> assertThat(message.record()).contains("org-rio/PFA-70412"));
    }

    @Test
    void anAttemptKeepsItsNameUntilThereIsAnother() {
        ItemMessage fresh = ItemMessage.fresh(item(3));

        assertThat(fresh.putBack(NOW).eventId("processing")).isEqualTo(fresh.eventId("processing"));
        assertThat(fresh.eventId("queued")).isNotEqualTo(fresh.eventId("processing"));
        assertThat(fresh.retry(1, NOW).eventId("processing")).isNotEqualTo(fresh.eventId("processing"));
        assertThat(ItemMessage.fresh(item(3)).eventId("processing")).isNotEqualTo(fresh.eventId("processing"));
    }

    @Test
    void aRemovalHasTheSameNameUntilTheItemFailsAgain() {
        Failure failure = new Failure("NOT_FOUND", "PEMS does not know the record", 0);
        ItemMessage failed = ItemMessage.fresh(item(0)).failed(failure, NOW);

        assertThat(failed.removalId()).hasToString("removed-1772615702040-5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90");
        assertThat(failed.withoutOwner().removalId()).isEqualTo(failed.removalId());
        assertThat(ItemMessage.fresh(item(0)).failed(failure, NOW.plusMillis(1)).removalId())
                .isNotEqualTo(failed.removalId());
    }

    @Test
    void aFailedItemMovedBackByHandBeginsAnew() {
        ItemMessage failed = ItemMessage.fresh(item(0))
                .retry(3, NOW)
                .failed(new Failure("SERVER_ERROR", "PEMS gave no valid answer", 3), NOW);

        assertThat(failed.failure()).contains(new Failure("SERVER_ERROR", "PEMS gave no valid answer", 3));
        assertThat(failed.isBack()).isTrue();
        assertThat(failed.stage()).isEqualTo(Stage.FRESH);
        assertThat(failed.retryCount()).isZero();
        assertThat(failed.itemInQueue()).isEqualTo(item(0));
        assertThat(failed.putBack(NOW).isBack()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "record, org-lima/PFA-70412",
        "record, ''",
        "itemId, ''",
        "itemId, 7f0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90",
        "organizationId, org-lima",
        "organizationId, ''",
        "pfaId, PFA-1",
        "pfaId, ''",
        "jobId, write-sync-2-org-rio",
        "modificationId, m-1"
    })
    void propertiesOfAnotherItemArePoison(String name, String value) {
        QueueMessage message = ItemMessage.fresh(item(0)).message();

        assertThatExceptionOfType(PoisonedItemException.class)
                .isThrownBy(() -> new ItemMessage(message.with(Map.of(name, value))).itemInQueue())
                .withMessageContaining(name);
    }

    private static final String OF_RIO = "{\"organizationId\":\"org-rio\",\"pfaId\":\"PFA-1\"}";

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"organizationId\":\"org-rio\"}", OF_RIO, "{\"pfaId\":\"PFA-1\",\"changes\":3}"})
    void anItemThatIsNoneBelongsToTheOrganizationItIsLabelledForUnlessItSaysOtherwise(String body) {
        QueueMessage message = QueueMessage.of(body, Map.of("organizationId", "org-rio", "pfaId", "PFA-1"));

        assertThat(new ItemMessage(message).owner()).contains(new OrganizationId("org-rio"));
    }

    private static List<QueueMessage> messagesThatDisagree() {
        Map<String, String> lima = Map.of("organizationId", "org-lima", "pfaId", "PFA-1");
        return List.of(
                QueueMessage.of(OF_RIO, lima),
                QueueMessage.of("{\"organizationId\":\"org-rio\"}", Map.of("organizationId", "org-lima")),
                QueueMessage.of("{\"organizationId\":\"org-lima\",\"organizationId\":\"org-rio\"}", lima),
                QueueMessage.of("{\"organizationId\":7}", lima),
                QueueMessage.of("{\"organizationId\":[\"org-lima\"]}", lima),
                QueueMessage.of("{\"pfaId\":\"PFA-2\"}", lima),
                QueueMessage.of("{} {}", lima),
                QueueMessage.of("[]", lima),
                QueueMessage.of("\"org-lima\"", lima),
                QueueMessage.of("null", lima),
                QueueMessage.of("{\"organizationId\":\"org-rio\",", lima),
                QueueMessage.of("", lima),
                QueueMessage.of("{}", Map.of("organizationId", "org-lima", "record", "org-rio/PFA-1")),
                QueueMessage.of("{}", Map.of("organizationId", "#", "pfaId", "PFA-1")),
                QueueMessage.of(OF_RIO, Map.of("pfaId", "PFA-1")));
    }

    @ParameterizedTest
    @MethodSource("messagesThatDisagree")
    void whatMayBeAnotherOrganizationsBelongsToNone(QueueMessage message) {
        assertThat(new ItemMessage(message).owner()).isEmpty();
    }

    @Test
    void whichWriteHasHadNoAnswerIsRememberedAcrossRetries() {
        ItemMessage unanswered = ItemMessage.fresh(item(0)).withUnansweredWrite(7);

        assertThat(ItemMessage.fresh(item(0)).unansweredWrite()).isEmpty();
        assertThat(unanswered.retry(1, NOW).putBack(NOW).unansweredWrite()).hasValue(7);
        assertThat(new ItemMessage(QueueMessage.of("{}", Map.of("unansweredWriteAgainst", "x"))).unansweredWrite())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "null", "{}", "[]", "{\"itemId\":1}", "{\"itemId\":\"x\"} {}"})
    void whatIsNoItemIsPoison(String body) {
        assertThatExceptionOfType(PoisonedItemException.class)
                .isThrownBy(() -> new ItemMessage(QueueMessage.of(body, Map.of())).item());
    }

    @Test
    void propertiesThatMakeNoSenseAreAsGoodAsNone() {
        ItemMessage message = new ItemMessage(QueueMessage.of(
                "x",
                Map.of(
                        "organizationId",
                        "#",
                        "pfaId",
                        "a b",
                        "retryCount",
                        "many",
                        "stage",
                        "?",
                        "failedAt",
                        "never")));

        assertThat(message.organizationId()).isEmpty();
        assertThat(message.pfaId()).isEmpty();
        assertThat(message.failedAfterRetries()).isZero();
        assertThat(message.stage()).isEqualTo(Stage.FRESH);
        assertThat(message.failedAt()).isEmpty();
    }
}
