package com.pfavanguard.sync.client;

import com.pfavanguard.sync.docs.Page;
import com.pfavanguard.sync.docs.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The recipes in {@code src/docs/clients}: code that readers copy, and that tests compile or run. */
final class RecipeFiles {

    private RecipeFiles() {}

    /** Writes the code blocks of these languages on a page, in their order, to {@code <page>-<number>.<language>}. */
    static void write(String page, Path directory, String... languages) throws IOException {
        Files.createDirectories(directory);
        // Those of a page as it was before.
        for (Path old : ClientFiles.files(directory)) {
            if (old.toString().startsWith(page + "-")) {
                Files.delete(directory.resolve(old));
            }
        }
        List<Page.CodeBlock> blocks = Pages.page("src/docs/clients/" + page + ".md").codeBlocks().stream()
                .filter(block -> List.of(languages).contains(block.language()))
                .toList();
        for (int i = 0; i < blocks.size(); i++) {
            Page.CodeBlock block = blocks.get(i);
            Files.writeString(directory.resolve(page + "-" + i + "." + block.language()), block.text());
        }
    }
}
