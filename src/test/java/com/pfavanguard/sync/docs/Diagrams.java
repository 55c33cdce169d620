package com.pfavanguard.sync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds and reads the diagrams of the documents. */
final class Diagrams {

    static final Path FOLDER = Path.of("src/docs/diagrams");

    private static final Pattern TEXT = Pattern.compile("<text[^>]*>([^<]*)</text>");

    private Diagrams() {}

    /** The names of the files with this ending, without it, in order. */
    static List<String> names(String ending) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of text that a drawn diagram shows. */
    static List<String> texts(String svg) {
        return TEXT.matcher(svg)
                .results()
                .map((MatchResult text) -> text.group(1)
                        .replace("&#45;", "-")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&"))
                .toList();
    }
}
