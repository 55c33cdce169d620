package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundRobinTests {

    private final RoundRobin turns = new RoundRobin();

    private String next(Set<String> present) {
        return turns.next(present, organization -> true).orElse("none");
    }

    @Test
    void eachComesOnceBeforeAnyComesAgain() {
        Set<String> present = Set.of("a", "b", "c");

        assertThat(List.of(next(present), next(present), next(present))).containsExactlyInAnyOrderElementsOf(present);
    }

    @Test
    void oneThatComesAnewStandsBehindThoseWhoWait() {
        next(Set.of("many"));
        next(Set.of("many"));

        assertThat(next(Set.of("many", "few"))).isEqualTo("many");
        assertThat(next(Set.of("many", "few"))).isEqualTo("few");
        assertThat(next(Set.of("many", "few"))).isEqualTo("many");
    }

    @Test
    void oneThatCannotUseItsTurnKeepsItsPlace() {
        Set<String> present = Set.of("a", "b");
        String first = next(present);
        String second =
                turns.next(present, organization -> !organization.equals(first)).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(turns.next(present, organization -> false)).isEmpty();

        assertThat(next(present)).isEqualTo(first);
    }
}
