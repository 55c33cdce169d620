package com.pfavanguard.sync.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationIdTests {

    @ParameterizedTest
    @ValueSource(strings = {"o", "org-rio", "ORG_7", "history", "-", "5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90"})
    void acceptsLettersDigitsHyphenAndUnderscore(String value) {
        assertThat(OrganizationId.isValid(value)).isTrue();
        assertThat(new OrganizationId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "org rio",
                "org-rio\n",
                "\norg-rio",
                "org-rio\r\n",
                "org-rio\0",
                "org.rio",
                "*",
                "#",
                "org-*",
                "org::queue",
                "org/rio",
                "../rio",
                "org%2Frio",
                "org-río",
                "org-١٢",
                "org-１２",
                "org-\u200b",
                "ｏｒｇ",
                "\ud800",
                "org;DROP"
            })
    void refusesEverythingElse(String value) {
        assertThat(OrganizationId.isValid(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrganizationId(value))
                .withMessageContaining(OrganizationId.SYNTAX);
    }

    @Test
    void isAtMost64CharactersLong() {
        assertThat(OrganizationId.isValid("o".repeat(64))).isTrue();
        assertThat(OrganizationId.isValid("o".repeat(65))).isFalse();
    }

    @Test
    void differsByCase() {
        assertThat(new OrganizationId("org-rio")).isNotEqualTo(new OrganizationId("ORG-RIO"));
    }

    @Test
    void keepsARefusedValueToItself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrganizationId("<script>"))
                .withMessageNotContaining("script");
    }
}
