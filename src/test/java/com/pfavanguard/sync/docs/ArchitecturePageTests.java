package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables of the architecture page to the packages, to what these may know, and to where classes are. */
class ArchitecturePageTests {

    private static final Path BASE = Path.of("src/main/java/com/pfavanguard/sync");

    private static final Pattern MAY_KNOW = Pattern.compile("allowedDependencies\\s*=\\s*\\{([^}]*)}", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)");
    private static final Pattern QUOTED = Pattern.compile("\"([a-z]+)\"");
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    private final Page page = Pages.page("src/docs/architecture.md");

    @Test
    void modulesAndWhatTheyMayKnowAreThoseOfTheCode() throws IOException {
        Map<String, Set<String>> declared = new TreeMap<>();
        for (Path module : directories(BASE)) {
            declared.put(module.getFileName().toString(), mayKnow(module));
        }

        assertThat(asMap(page.tablesWith("Module", "May know").get(0), "Module"))
                .isEqualTo(declared);
    }

    @Test
    void subPackagesOfTheGatewayAreThoseOfTheCode() throws IOException {
        Map<String, Set<String>> table =
                asMap(page.tablesWith("Sub-package", "May know").get(0), "Sub-package");

        assertThat(table.keySet())
                .isEqualTo(directories(BASE.resolve("gateway")).stream()
                        .map(directory -> directory.getFileName().toString())
                        .collect(Collectors.toSet()));
    }

    @Test
    void classesAreWhereTheTableSays() {
        Map<String, String> packages = SourceFile.main().stream()
                .filter(SourceFile::isJava)
                .filter(file -> !file.path().endsWith("package-info.java"))
                .collect(Collectors.toMap(
                        file -> file.path().getFileName().toString().replace(".java", ""),
                        file -> BASE.relativize(file.path().getParent())
                                .toString()
                                .replace('/', '.')));

        assertThat(page.tablesWith("Question", "In").get(0).rows()).allSatisfy(row -> {
            Matcher named = CLASS.matcher(String.valueOf(row.get("Look at")));
            if (named.find() && packages.containsKey(named.group(1))) {
                assertThat(row.get("In")).isEqualTo("`" + packages.get(named.group(1)) + "`");
            }
        });
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    private static Set<String> mayKnow(Path module) throws IOException {
        Matcher declared = MAY_KNOW.matcher(Files.readString(module.resolve("package-info.java")));
        assertThat(declared.find()).as("allowedDependencies of " + module).isTrue();
        return words(QUOTED, 1, declared.group(1));
    }

    private static Map<String, Set<String>> asMap(MarkdownTable table, String key) {
        return table.rows().stream()
                .collect(Collectors.toMap(
                        row -> MarkdownTable.plain(String.valueOf(row.get(key))),
                        row -> words(WORD, 0, String.valueOf(row.get("May know")))));
    }

    private static Set<String> words(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult word) -> word.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
