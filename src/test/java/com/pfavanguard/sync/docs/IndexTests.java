package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The indexes list every page: a page that nothing leads to is not read. */
class IndexTests {

    private static final Path DECISIONS = Path.of("src", "docs", "decisions");

    @ParameterizedTest
    @ValueSource(strings = {"src/docs/README.md", "src/docs/decisions/README.md"})
    void listsEveryPage(String path) {
        Page index = Pages.page(path);
        Path folder = index.path().getParent();

        List<Path> listed = index.links().stream()
                .filter(link -> link.target().endsWith(".md"))
                .map(link -> folder.resolve(link.target()).normalize())
                .toList();

        assertThat(listed)
                .containsAll(Pages.all().stream()
                        .map(Page::path)
                        .filter(page -> page.startsWith(folder) && !page.equals(index.path()))
                        .filter(page -> belongsTo(folder, page))
                        .toList());
    }

    // The decisions have an index that the other one leads to.
    private static boolean belongsTo(Path folder, Path page) {
        return folder.equals(DECISIONS) || !page.startsWith(DECISIONS) || page.endsWith("README.md");
    }
}
