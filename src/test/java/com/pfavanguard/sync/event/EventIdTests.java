package com.pfavanguard.sync.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTests {

    @ParameterizedTest
    @ValueSource(strings = {"5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90", "m-4711", "ID:host.example-1_2:3", "0"})
    void acceptsUuidsAndWhatMessagingSystemsUse(String value) {
        assertThat(EventId.isValid(value)).isTrue();
        assertThat(new EventId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "m-4711\n", "m-4711\0", "a,b", "m-٤", "m-４", "a/b", "é", "\ud800"})
    void refusesEverythingElse(String value) {
        assertThat(EventId.isValid(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventId(value))
                .withMessage("An eventId must match " + EventId.SYNTAX);
    }

    @Test
    void isAtMost100CharactersLong() {
        assertThat(EventId.isValid("e".repeat(100))).isTrue();
        assertThat(EventId.isValid("e".repeat(101))).isFalse();
    }

    @Test
    void isNewEachTimeWhenRandom() {
        assertThat(EventId.random()).isNotEqualTo(EventId.random());
    }

    @Test
    void isNamedAfterTheBrokersMessageTheSameEverywhere() {
        assertThat(EventId.ofBrokerMessage(4711, 1_772_615_711_511L)).isEqualTo(new EventId("m-4711-1772615711511"));
        assertThat(EventId.ofBrokerMessage(Long.MAX_VALUE, Long.MAX_VALUE))
                .hasToString("m-9223372036854775807-9223372036854775807");
    }
}
