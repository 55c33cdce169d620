package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import org.junit.jupiter.api.Test;

class ResultTableTests {

    private final ResultTable table =
            new ResultTable("Latency", "By hand.", "server", new Column("ms", 1), new Column("deliveries/s", 0));

    @Test
    void showsMediansAndRangesInTheOrderOfTheRows() {
        table.add("ours", 2.04, 1_000);
        table.add("theirs", 7, 500);
        table.add("ours", 4, 3_000);
        table.add("ours", 3, 1_234_567.8);

        assertThat(table.markdown())
                .startsWith("### Latency\n\nBy hand. Load average before: ")
                .endsWith("""
                        | server | ms | deliveries/s |
                        | --- | ---: | ---: |
                        | ours | 3.0 (2.0–4.0) | 3,000 (1,000–1,234,568) |
                        | theirs | 7.0 | 500 |
                        """);
    }

    @Test
    void whatWasNotMeasuredIsNoNumber() {
        table.add("ours", Double.NaN, 5);

        assertThat(table.markdown()).endsWith("| ours | – | 5 |\n");
    }

    @Test
    void aValueForEachColumn() {
        assertThatThrownBy(() -> table.add("ours", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dividesByTheRowsItIsComparedWith() {
        ResultTable compared =
                new ResultTable("CPU", "By hand.", "server", new Column("µs", 0).comparedWith("theirs", "absent"));
        compared.add("ours", 3);
        compared.add("theirs", 12);

        assertThat(compared.markdown()).endsWith("""
                | server | µs | ÷ theirs |
                | --- | ---: | ---: |
                | ours | 3 | 0.25 |
                | theirs | 12 | 1.00 |
                """);
    }

    @Test
    void saysEachNoteOnce() {
        table.add("ours", 1, 1);
        table.note("One was absent.");
        table.note("One was absent.");

        assertThat(table.markdown()).endsWith("| ours | 1.0 | 1 |\n\n- One was absent.\n");
    }
}
