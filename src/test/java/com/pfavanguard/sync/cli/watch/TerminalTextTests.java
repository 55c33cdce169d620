package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TerminalTextTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001B[31mb", // colour
                "a\u001B[2J\u001B[Hb", // clear the screen, go home
                "a\u001B]0;title\u0007b", // window title, ended by BEL
                "a\u001B]8;;http://x\u001B\\b", // link, ended by ST
                "a\u001BPpayload\u001B\\b", // device control
                "a\u001B(0b", // other character set
                "a\u001Bcb", // reset
                "a\u009B31mb", // CSI in one character
                "a\u009D0;title\u009Cb", // OSC in one character
                "a\u0000\u0007\b\u007Fb", // bare controls
                "a\u202Eb\u202C", // right to left
            })
    void nothingATerminalWouldObeyIsLeft(String hostile) {
        assertThat(TerminalText.clean(hostile)).isEqualTo("ab");
    }

    @Test
    void lineBreaksBecomeSpacesSoThatNobodyForgesALine() {
        assertThat(TerminalText.clean("one\ntwo\r\nthree\u2028four\tfive\u0085six"))
                .isEqualTo("one two three four five six");
    }

    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(TerminalText.clean("Prazo inválido – 期日 👷‍♀️ [31m")).isEqualTo("Prazo inválido – 期日 👷‍♀️ [31m");
    }

    @Test
    void jsonKeepsItsValueOnOneLineOfVisibleCharacters() {
        String hostile = "{\r\n\t\"a\" : \"x\u009B31m\u202Ey\u2028z\u007F\", \"b\": \"\\u001b[31m\"}";

        String clean = TerminalText.cleanJson(hostile);

        assertThat(clean).doesNotContainPattern("[\\p{Cc}\\u2028\\u202E]");
        assertThat(new JsonMapper().readTree(clean)).isEqualTo(new JsonMapper().readTree(hostile));
    }
}
