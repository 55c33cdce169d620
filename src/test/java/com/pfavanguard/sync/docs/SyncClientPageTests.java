package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of sync-client.js has the options that the types declare, and their times. */
class SyncClientPageTests {

    private static final Pattern OPTION = Pattern.compile("(?s)/\\*\\*(.*?)\\*/\\s*(\\w+)\\?:");
    private static final Pattern DEFAULT_NUMBER = Pattern.compile("Default: ([\\d,]+)\\.");

    @Test
    void hasEveryOptionAndTheDefaultsThatAreNumbers() throws Exception {
        String types = Files.readString(Path.of("src/main/client/src/index.d.ts"));
        int start = types.indexOf("interface SyncClientOptions {");
        Matcher options = OPTION.matcher(types.substring(start, types.indexOf("\n}", start)));
        Map<String, String> defaults =
                Pages.page("src/docs/clients/sync-client.md").tablesWith("Option", "Default").get(0).rows().stream()
                        .collect(Collectors.toMap(
                                row -> MarkdownTable.plain(row.get("Option")), row -> row.get("Default")));

        List<String> declared = options.results()
                .map(option -> {
                    Matcher number = DEFAULT_NUMBER.matcher(option.group(1));
                    if (number.find()) {
                        assertThat(defaults).containsEntry(option.group(2), number.group(1));
                    }
                    return option.group(2);
                })
                .toList();

        assertThat(defaults.keySet()).containsExactlyInAnyOrderElementsOf(declared);
    }
}
