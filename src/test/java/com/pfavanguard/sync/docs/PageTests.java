package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTests {

    private static Page page(String text) {
        return Page.of(Path.of("a.md"), text.lines().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    STOMP, with @stomp/stompjs     | stomp-with-stompstompjs
                    Spring's WebSocketStompClient  | springs-websocketstompclient
                    `sync.roles` and /health       | syncroles-and-health
                    0001 - Spring Boot 4.1         | 0001---spring-boot-41
                    See [the page](other.md#there) | see-the-page
                    """)
    void anchorsFollowGitHubsRule(String heading, String anchor) {
        assertThat(Page.anchor(heading)).isEqualTo(anchor);
    }

    @Test
    void aRepeatedHeadingGetsANumber() {
        Page page = page("# Limits\n\n## Limits\n\n### Limits");

        assertThat(page.anchors()).containsExactly("limits", "limits-1", "limits-2");
    }

    @Test
    void headingsAndLinksInCodeAreNone() {
        Page page = page("# Real\n```bash\n# comment [a](b.md)\n```\n`[c](d.md)` and [e](f.md#g)");

        assertThat(page.anchors()).containsExactly("real");
        assertThat(page.links()).containsExactly(new Page.Link("f.md#g", 5));
        assertThat(page.codeBlocks("bash")).containsExactly(new Page.CodeBlock("bash", "# comment [a](b.md)", 2));
    }

    @Test
    void aLinkMayBeBrokenOverLines() {
        Page page = page("a\n[two\nlines](b.md), `[no\nlink](c.md)`\n\n[d](e.md)");

        assertThat(page.links()).containsExactly(new Page.Link("b.md", 3), new Page.Link("e.md", 6));
    }

    @Test
    void aSectionEndsAtTheNextHeadingOfItsLevel() {
        Page page = page("# A\n## One\nx\n### Sub\ny\n## Two\nz");

        assertThat(page.section("One").lines()).containsExactly("x", "### Sub", "y");
        assertThat(page.section("Two").lines()).containsExactly("z");
        assertThatThrownBy(() -> page.section("Three")).hasMessageContaining("Three");
    }

    @Test
    void aTableIsReadByItsColumns() {
        Page page = page("| Code | Says |\n|---|:--|\n| `1000` | a \\| b |\n| 1001 | |\n\ntext");

        MarkdownTable table = page.tablesWith("Code").get(0);

        assertThat(table.rows())
                .containsExactly(Map.of("Code", "`1000`", "Says", "a | b"), Map.of("Code", "1001", "Says", ""));
        assertThat(table.column("Code").stream().map(MarkdownTable::plain)).containsExactly("1000", "1001");
    }

    @Test
    void aTableWithACellTooManyIsRefused() {
        assertThatThrownBy(() -> MarkdownTable.in(List.of("| a |", "|---|", "| 1 | 2 |")))
                .hasMessageContaining("2 cells");
    }
}
