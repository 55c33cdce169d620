package com.pfavanguard.sync.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.springframework.http.HttpStatus;

/**
 * Makes the pages of error codes and close codes from the Markdown pages. Each code has an anchor of its own, to which
 * {@code type} of an error leads.
 */
final class CodePages {

    private static final Path REFERENCE = Path.of("src/docs/reference");

    /** What one row of a table says about a code. */
    private record Meaning(String section, Map<String, String> cells) {}

    private CodePages() {}

    static String errors() {
        Node document = document("error-codes.md");
        Map<String, List<Meaning>> codes = new TreeMap<>();
        meanings(document).stream()
                .filter(row -> row.cells().containsKey("code"))
                .forEach(row -> codes.computeIfAbsent(
                                row.cells().get("code").replaceAll("</?code>", ""), code -> new ArrayList<>())
                        .add(row));
        Html page = new Html("Error codes").raw(Html.rendered(document)).heading(2, "codes", "Each code");
        codes.forEach((code, meanings) -> {
            page.heading(3, code, "`" + code + "`").table("In", "Status", "Why");
            meanings.forEach(meaning -> page.row(
                    Html.escaped(meaning.section()),
                    meaning.cells().get("Status"),
                    meaning.cells().get("Why")));
            page.endTable();
        });
        page.heading(2, "statuses", "Names of statuses")
                .markdown("Codes of requests that the web server refuses before the gateway sees them.")
                .raw("<dl>\n");
        Arrays.stream(HttpStatus.values())
                .filter(status -> status.isError() && !codes.containsKey(status.name()))
                .forEach(status -> page.raw("<dt id=\"%s\">%s</dt><dd>%d %s</dd>\n"
                        .formatted(
                                status.name(),
                                Html.code(status.name()),
                                status.value(),
                                Html.escaped(status.getReasonPhrase()))));
        return page.raw("</dl>\n").end();
    }

    static String closeCodes() {
        Node document = document("close-codes.md");
        List<Meaning> rows = meanings(document).stream()
                .filter(row -> row.cells().containsKey("Reason in the close frame"))
                .toList();
        Html page = new Html("Close codes").raw(Html.rendered(document)).heading(2, "codes", "Each code");
        rows.forEach(row -> page.heading(
                        3,
                        row.cells().get("Name").replaceAll("</?code>", ""),
                        row.cells().get("Code") + " " + row.cells().get("Name").replaceAll("</?code>", "`"))
                .raw("<p>%s</p>\n<p>Come back: %s%s.</p>\n"
                        .formatted(
                                row.cells().get("Reason in the close frame"),
                                row.cells().get("Come back?"),
                                row.cells().get("After").isEmpty()
                                        ? ""
                                        : ", after " + row.cells().get("After"))));
        return page.end();
    }

    private static Node document(String page) {
        Node document = Html.parsed(Contract.text(REFERENCE.resolve(page)));
        Html.redirectLinks(document);
        return document;
    }

    /** All rows of all tables, with the headings that they stand under; cells as HTML. */
    private static List<Meaning> meanings(Node document) {
        List<Meaning> meanings = new ArrayList<>();
        String section = "";
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                section = Html.text(heading);
            } else if (node instanceof TableBlock table) {
                List<String> columns = new ArrayList<>();
                for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
                    for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                        List<String> cells = new ArrayList<>();
                        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                            cells.add(part instanceof TableHead ? Html.text(cell) : children(cell));
                        }
                        if (part instanceof TableHead) {
                            columns = cells;
                        } else if (part instanceof TableBody) {
                            Map<String, String> byColumn = new TreeMap<>();
                            for (int i = 0; i < columns.size(); i++) {
                                byColumn.put(columns.get(i), cells.get(i));
                            }
                            meanings.add(new Meaning(section, byColumn));
                        }
                    }
                }
            }
        }
        return meanings;
    }

    private static String children(Node cell) {
        StringBuilder html = new StringBuilder();
        for (Node child = cell.getFirstChild(); child != null; child = child.getNext()) {
            html.append(Html.rendered(child));
        }
        return html.toString();
    }
}
