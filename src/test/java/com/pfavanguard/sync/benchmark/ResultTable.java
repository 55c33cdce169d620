package com.pfavanguard.sync.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Figures by row and column, such as server and load, each measured in one or more rounds. Prints as a Markdown table
 * of medians, with the lowest and the highest value beside those of several rounds. Not safe for several threads.
 */
final class ResultTable {

    /**
     * One kind of figure.
     *
     * @param heading with its unit
     * @param decimals digits shown after the point
     */
    record Column(String heading, int decimals) {}

    private static final String NOT_MEASURED = "–";

    private final String title;
    private final String loadBefore = Machine.load();
    private final String method;
    private final String rowHeading;
    private final List<Column> columns;
    private final Map<String, Map<Column, Samples>> rows = new LinkedHashMap<>();

    /**
     * To be made before the work begins, since it notes how busy the machine was.
     *
     * @param method how it was measured, in a sentence or more
     */
    ResultTable(String title, String method, String rowHeading, Column... columns) {
        this.title = title;
        this.method = method;
        this.rowHeading = rowHeading;
        this.columns = List.of(columns);
    }

    /** One round's values, one for each column; {@code NaN} for what was not measured. */
    void add(String row, double... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    columns.size() + " columns, but these values: " + Arrays.toString(values));
        }
        for (int i = 0; i < values.length; i++) {
            Samples samples = samples(row, columns.get(i));
            if (!Double.isNaN(values[i])) {
                samples.add(values[i]);
            }
        }
    }

    private Samples samples(String row, Column column) {
        return rows.computeIfAbsent(row, unused -> new LinkedHashMap<>())
                .computeIfAbsent(column, unused -> new Samples());
    }

    /** Heading, method and table. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(title).append("\n\n").append(method);
        text.append(" Load average before: ").append(loadBefore).append(".\n\n");
        text.append(line(rowHeading, columns.stream().map(Column::heading).toList()));
        text.append(line("---", columns.stream().map(column -> "---:").toList()));
        rows.keySet()
                .forEach(row -> text.append(line(
                        row,
                        columns.stream()
                                .map(column -> cell(samples(row, column), column))
                                .toList())));
        return text.toString();
    }

    private static String line(String first, List<String> others) {
        return "| " + first + " | " + others.stream().collect(Collectors.joining(" | ")) + " |\n";
    }

    private static String cell(Samples samples, Column column) {
        if (samples.count() == 0) {
            return NOT_MEASURED;
        }
        String median = number(samples.median(), column);
        return samples.count() == 1
                ? median
                : "%s (%s–%s)".formatted(median, number(samples.lowest(), column), number(samples.highest(), column));
    }

    private static String number(double value, Column column) {
        return String.format(Locale.ROOT, "%,." + column.decimals() + "f", value);
    }
}
