package com.pfavanguard.sync.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A pipe table of a page. Cells hold the Markdown as it stands there, without blanks around it; {@code \|} is read as
 * {@code |}.
 *
 * @param rows each one a map from column to cell, in the order of the columns
 */
public record MarkdownTable(List<String> columns, List<Map<String, String>> rows) {

    private static final Pattern DELIMITER_ROW = Pattern.compile("\\|(\\s*:?-+:?\\s*\\|)+\\s*");
    private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");

    /** The tables among these lines, in their order. */
    static List<MarkdownTable> in(List<String> lines) {
        List<MarkdownTable> tables = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (DELIMITER_ROW.matcher(lines.get(i)).matches()) {
                List<String> columns = cells(lines.get(i - 1));
                List<Map<String, String>> rows = new ArrayList<>();
                for (int row = i + 1; row < lines.size() && lines.get(row).startsWith("|"); row++) {
                    rows.add(row(columns, cells(lines.get(row))));
                }
                tables.add(new MarkdownTable(columns, rows));
            }
        }
        return tables;
    }

    /** All cells of one column, from the top. */
    public List<String> column(String name) {
        if (!columns.contains(name)) {
            throw new IllegalArgumentException("No column " + name + " among " + columns);
        }
        return rows.stream().map(row -> row.get(name)).toList();
    }

    /** The cell without the back-quotes around it. */
    public static String plain(String cell) {
        return cell.replace("`", "");
    }

    private static Map<String, String> row(List<String> columns, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("Row with " + cells.size() + " cells under " + columns + ": " + cells);
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(columns.get(i), cells.get(i));
        }
        return row;
    }

    private static List<String> cells(String line) {
        String inner = line.strip();
        inner = inner.substring(1, inner.endsWith("|") ? inner.length() - 1 : inner.length());
        return CELL_BORDER
                .splitAsStream(inner + " ")
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }
}
