package com.pfavanguard.sync.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PfaIdTests {

    @ParameterizedTest
    @ValueSource(strings = {"PFA-70412", "1048576", "a.b_c:d-e", "0"})
    void acceptsTheKeysPemsHandsOut(String value) {
        assertThat(PfaId.isValid(value)).isTrue();
        assertThat(new PfaId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "PFA 1", "PFA-1\n", "PFA-1\0", "PFA/1", "PFA-#", "PFA-*", "PFA-١", "PFA-１", "PFA-é", "<b>",
                "\udfff"
            })
    void refusesEverythingElse(String value) {
        assertThat(PfaId.isValid(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PfaId(value))
                .withMessage("A pfaId must match " + PfaId.SYNTAX);
    }

    @Test
    void isAtMost64CharactersLong() {
        assertThat(PfaId.isValid("9".repeat(64))).isTrue();
        assertThat(PfaId.isValid("9".repeat(65))).isFalse();
    }
}
