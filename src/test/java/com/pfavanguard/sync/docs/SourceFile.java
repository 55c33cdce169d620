package com.pfavanguard.sync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One source file of this project: its comments, which cite pages and classes, and the names in its code.
 *
 * @param path from the project's directory
 */
record SourceFile(Path path, String text) {

    private static final Set<String> COMMENTED = Set.of("java", "js", "ts", "css");

    // A string that holds "//" is taken for a comment too. That only makes more text be looked at.
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\\\n])*\"");
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\n\\s*(\\*(?!/)|//)?\\s*");
    private static final Pattern DISPLAY_NAME = Pattern.compile("@DisplayName\\(\\s*\"([^\"]*)\"");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    private static final Pattern CAPITALIZED = Pattern.compile("\\b[A-Z]\\w*");

    /** All of main, test, benchmark, the producer kit and the examples. */
    static List<SourceFile> all() {
        return Stream.of("src/main", "src/test", "src/benchmark", "src/producer-test", "src/examples")
                .flatMap(root -> below(Path.of(root)).stream())
                .toList();
    }

    static List<SourceFile> main() {
        return below(Path.of("src/main"));
    }

    private static List<SourceFile> below(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(Files::isRegularFile)
                    // Where npm was run by hand.
                    .filter(file -> !file.toString().contains("node_modules"))
                    .filter(file -> COMMENTED.contains(extension(file)))
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> new SourceFile(file, read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isJava() {
        return extension(path).equals("java");
    }

    /** The comments and the display names of tests, each comment block on one line. */
    String comments() {
        // Line comments below each other are one text, and a citation may be broken between them.
        String comments =
                COMMENT.matcher(text).results().map(MatchResult::group).collect(Collectors.joining("\n"));
        String names =
                DISPLAY_NAME.matcher(text).results().map(name -> name.group(1)).collect(Collectors.joining(" "));
        return LINE_BREAK.matcher(comments).replaceAll(" ") + " " + names;
    }

    /** The classes that the file declares, nested ones included. */
    Set<String> declared() {
        return DECLARED.matcher(code()).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    /** All capitalized names in the code outside of comments: classes of ours and of libraries, and constants. */
    Set<String> used() {
        return CAPITALIZED.matcher(code()).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private String code() {
        return STRING.matcher(COMMENT.matcher(text).replaceAll("")).replaceAll("");
    }
}
