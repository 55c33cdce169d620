package com.pfavanguard.sync.pems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PfaFieldTests {

    private static Stream<String> names(Predicate<PfaField> which) {
        return Arrays.stream(PfaField.values()).filter(which).map(PfaField::jsonName);
    }

    @Test
    void theWriteApiTakesTwelveFields() {
        assertThat(names(PfaField::writable))
                .containsExactlyInAnyOrder(
                        "forecastStart",
                        "forecastEnd",
                        "monthlyRate",
                        "purchasePrice",
                        "dor",
                        "category",
                        "class",
                        "source",
                        "manufacturer",
                        "model",
                        "isDiscontinued",
                        "isFundsTransferable");
    }

    @Test
    void moneyIsTheTwoPrices() {
        assertThat(names(PfaField::financial)).containsExactlyInAnyOrder("monthlyRate", "purchasePrice");
    }

    @Test
    void thePlanAndTheBookkeepingAreNobodysToEdit() {
        assertThat(Arrays.stream(PfaField.values()).filter(field -> field.plan() || field.bookkeeping()))
                .hasSize(5)
                .noneMatch(PfaField::userEditable)
                .noneMatch(PfaField::writable);
    }

    @Test
    void namesAreComparedExactly() {
        assertThat(PfaField.named("dor")).contains(PfaField.DOR);
        assertThat(PfaField.named("DOR")).isEmpty();
    }
}
