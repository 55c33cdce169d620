package com.pfavanguard.sync.contract;

import java.util.List;
import java.util.Locale;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the pages below {@code /docs}: plain HTML without scripts and inline styles, which the strict content security
 * policy of the live page allows.
 */
final class Html {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser MARKDOWN =
            Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (node instanceof Heading heading) {
                    attributes.put("id", slug(text(heading)));
                }
            })
            .build();

    private static final String HEAD = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>%s – PFA Vanguard sync events</title>
          <link rel="icon" href="../icon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="base.css">
          <link rel="stylesheet" href="docs.css">
        </head>
        <body class="docs">
        <nav aria-label="Pages"><a href="./">Contract</a> <a href="openapi">REST API</a> <a href="asyncapi">Messages</a>\
         <a href="schema">Schemas</a> <a href="errors">Error codes</a> <a href="close-codes">Close codes</a></nav>
        <main>
        """;

    private final StringBuilder html = new StringBuilder();

    Html(String title) {
        html.append(HEAD.formatted(escaped(title)));
    }

    /** Adds HTML as it is. */
    Html raw(String text) {
        html.append(text);
        return this;
    }

    Html heading(int level, String id, String text) {
        return raw("<h%d id=\"%s\">%s</h%d>\n".formatted(level, escaped(id), inline(text), level));
    }

    Html markdown(String text) {
        return raw(rendered(MARKDOWN.parse(text)));
    }

    Html row(String... cells) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append("<td>").append(cell).append("</td>");
        }
        html.append("</tr>\n");
        return this;
    }

    /** Begins a table, whose end is {@link #endTable}. */
    Html table(String... columns) {
        html.append("<div class=\"wide\"><table>\n<thead><tr>");
        for (String column : columns) {
            html.append("<th scope=\"col\">").append(escaped(column)).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        return this;
    }

    Html endTable() {
        return raw("</tbody></table></div>\n");
    }

    Html example(JsonNode value) {
        String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(value);
        return raw("<pre><code>" + escaped(json.replace("\r\n", "\n")) + "</code></pre>\n");
    }

    String end() {
        return html + "</main>\n</body>\n</html>\n";
    }

    static Node parsed(String markdown) {
        return MARKDOWN.parse(markdown);
    }

    static String rendered(Node node) {
        return RENDERER.render(node);
    }

    /** One paragraph of Markdown without its paragraph element, for table cells. */
    static String inline(String markdown) {
        String paragraph = rendered(MARKDOWN.parse(markdown)).strip();
        return paragraph.startsWith("<p>") && paragraph.indexOf("<p>", 1) < 0
                ? paragraph.substring(3, paragraph.length() - 4)
                : paragraph;
    }

    static String code(String text) {
        return "<code>" + escaped(text) + "</code>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The anchor that GitHub gives a heading. */
    static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{Alnum} _-]", "")
                .replace(' ', '-');
    }

    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }

    /** Points links between our Markdown pages to the pages that are served; others become plain text. */
    static void redirectLinks(Node document) {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                visitChildren(link);
                String target = link.getDestination()
                        .replaceFirst("^error-codes\\.md", "errors")
                        .replaceFirst("^close-codes\\.md", "close-codes");
                if (target.matches("(#|errors|close-codes).*")) {
                    link.setDestination(target);
                } else {
                    for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
                        link.insertBefore(child);
                    }
                    link.unlink();
                }
            }
        });
    }
}
