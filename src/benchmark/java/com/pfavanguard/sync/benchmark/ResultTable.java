package com.pfavanguard.sync.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
     * @param comparedWith rows that every row's median is divided by, in columns of their own, if they are there
     */
    record Column(String heading, int decimals, List<String> comparedWith) {

        Column(String heading, int decimals) {
            this(heading, decimals, List.of());
        }

        Column comparedWith(String... rows) {
            return new Column(heading, decimals, List.of(rows));
        }
    }

    private static final String NOT_MEASURED = "–";

    private final String title;
    private final String loadBefore = Machine.load();
    private final String method;
    private final String rowHeading;
    private final List<Column> columns;
    private final Map<String, Map<Column, Samples>> rows = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

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

    /** Says something below the table, once. */
    void note(String sentence) {
        notes.add(sentence);
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
        text.append(line(rowHeading, eachColumn(Column::heading, row -> "÷ " + row)));
        text.append(line("---", eachColumn(column -> "---:", row -> "---:")));
        for (String row : rows.keySet()) {
            text.append(line(row, cells(row)));
        }
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private List<String> eachColumn(Function<Column, String> own, UnaryOperator<String> comparison) {
        return columns.stream()
                .flatMap(column -> Stream.concat(
                        Stream.of(own.apply(column)), comparisons(column).map(comparison)))
                .toList();
    }

    private Stream<String> comparisons(Column column) {
        return column.comparedWith().stream().filter(rows::containsKey);
    }

    private List<String> cells(String row) {
        return columns.stream()
                .flatMap(column -> Stream.concat(
                        Stream.of(cell(samples(row, column), column)),
                        comparisons(column).map(other -> ratio(samples(row, column), samples(other, column)))))
                .toList();
    }

    private static String ratio(Samples samples, Samples others) {
        return samples.count() == 0 || others.count() == 0
                ? NOT_MEASURED
                : String.format(Locale.ROOT, "%.2f", samples.median() / others.median());
    }

    private static String line(String first, List<String> others) {
        return "| " + first + " | " + String.join(" | ", others) + " |\n";
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
