package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTests {

    @Test
    void takesTurnsAndBeginsWithAnotherOneEachTime() throws Exception {
        List<String> turns = new ArrayList<>();

        Rounds.interleave(3, List.of("a", "b", "c"), turns::add);

        assertThat(String.join("", turns)).isEqualTo("abcbcacab");
    }
}
