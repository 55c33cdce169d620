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

/** Holds the tables of rooms on the architecture page to the packages and to what these declare that they may know. */
class ArchitecturePageTests {

    private static final Path BASE = Path.of("src/main/java/com/pfavanguard/sync");

    private static final Pattern MAY_KNOW =
            Pattern.compile("allowedDependencies\\s*=\\s*\\{([^}]*)}", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"([a-z]+)\"");
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    private final Page page = Pages.page("src/docs/architecture.md");

    @Test
    void roomsAndWhatTheyMayKnowAreThoseOfTheCode() throws IOException {
        Map<String, Set<String>> declared = new TreeMap<>();
        for (Path room : directories(BASE)) {
            declared.put(room.getFileName().toString(), mayKnow(room));
        }

        assertThat(asMap(page.tablesWith("Room", "May know").get(0), "Room")).isEqualTo(declared);
    }

    @Test
    void subPackagesOfTheGatewayAreThoseOfTheCode() throws IOException {
        Map<String, Set<String>> table = asMap(page.tablesWith("Sub-package", "May know").get(0), "Sub-package");

        assertThat(table.keySet()).isEqualTo(directories(BASE.resolve("gateway")).stream()
                .map(directory -> directory.getFileName().toString())
                .collect(Collectors.toSet()));
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    private static Set<String> mayKnow(Path room) throws IOException {
        Matcher declared = MAY_KNOW.matcher(Files.readString(room.resolve("package-info.java")));
        assertThat(declared.find()).as("allowedDependencies of " + room).isTrue();
        return words(QUOTED, 1, declared.group(1));
    }

    private static Map<String, Set<String>> asMap(MarkdownTable table, String key) {
        return table.rows().stream()
                .flatMap(row -> MarkdownTable.plain(String.valueOf(row.get(key)))
                        .lines()
                        .flatMap(rooms -> Stream.of(rooms.split(", ")))
                        .map(room -> Map.entry(room, words(WORD, 0, String.valueOf(row.get("May know"))))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Set<String> words(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult word) -> word.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
