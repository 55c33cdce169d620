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

    /** Writes the code blocks of these languages on a page to {@code <page>-<number>.<language>} in a directory. */
    static void write(String page, Path directory, String... languages) throws IOException {
        Files.createDirectories(directory);
        for (String language : languages) {
            List<Page.CodeBlock> blocks =
                    Pages.page("src/docs/clients/" + page + ".md").codeBlocks(language);
            for (int i = 0; i < blocks.size(); i++) {
                Files.writeString(
                        directory.resolve(page + "-" + i + "." + language),
                        blocks.get(i).text());
            }
        }
    }
}
