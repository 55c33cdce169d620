package com.pfavanguard.sync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the documents of this project: README.md and every Markdown file below src/docs and broker-config. */
public final class Pages {

    private static final List<String> ROOTS = List.of("README.md", "src/docs", "broker-config");

    private Pages() {}

    public static List<Page> all() {
        return ROOTS.stream().flatMap(root -> below(Path.of(root))).toList();
    }

    /** One page by its path from the project's directory, such as {@code "src/docs/start.md"}. */
    public static Page page(String path) {
        return Page.read(Path.of(path));
    }

    private static Stream<Page> below(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream()
                    .map(Page::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
