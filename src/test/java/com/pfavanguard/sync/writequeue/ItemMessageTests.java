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
    void everyStepPutsAnItemBeforeAllFreshOnesOfItsGroup() {
        ItemMessage fresh = ItemMessage.fresh(item(3));
        ItemMessage claimed = fresh.claimed();
        ItemMessage retry = claimed.retry(2, NOW);

        assertThat(claimed.stage()).isEqualTo(Stage.CLAIMED);
        assertThat(claimed.retryCount()).isZero();
        assertThat(retry.stage()).isEqualTo(Stage.RETRY);
        assertThat(retry.nextAttemptAt()).contains(NOW);
        assertThat(retry.claimed().retryCount()).isEqualTo(2);
        assertThat(retry.claimed().nextAttemptAt()).isEmpty();
        assertThat(List.of(claimed, retry, fresh.putBack()))
                .allSatisfy(message -> assertThat(message.message().priority()).isEqualTo(9))
                .allSatisfy(
                        message -> assertThat(message.message().groupOrNull()).isEqualTo("org-rio/PFA-70412"));
        assertThat(fresh.putBack().stage()).isEqualTo(Stage.FRESH);
    }

    @Test
    void aFailedItemMovedBackByHandBeginsAnew() {
        ItemMessage failed = ItemMessage.fresh(item(0))
                .claimed()
                .retry(3, NOW)
                .claimed()
                .failed(new Failure("SERVER_ERROR", "PEMS gave no usable answer", 3), NOW);

        assertThat(failed.failure()).contains(new Failure("SERVER_ERROR", "PEMS gave no usable answer", 3));
        assertThat(failed.stage()).isEqualTo(Stage.FRESH);
        assertThat(failed.retryCount()).isZero();
        assertThat(failed.item()).isEqualTo(item(0));
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
