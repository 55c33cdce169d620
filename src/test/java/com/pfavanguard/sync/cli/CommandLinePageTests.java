package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.MarkdownTable;
import com.pfavanguard.sync.docs.Page;
import com.pfavanguard.sync.docs.Pages;
import com.pfavanguard.sync.event.SyncEventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Checks that the page about the command line lists all commands and options. */
class CommandLinePageTests {

    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    private final Page page = Pages.page("src/docs/reference/command-line.md");

    @Test
    void hasEveryCommand() {
        Set<String> commands =
                new TreeSet<>(SyncCommands.commandLine().getSubcommands().keySet());
        commands.remove("help");

        assertThat(page.anchors()).containsAll(commands);
        assertThat(page.tables().get(0).column("Command"))
                .allSatisfy(command -> assertThat(command).startsWith("`"))
                .hasSize(commands.size() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor", "watch", "publish", "states", "tail", "bench", "demo", "token"})
    void hasEveryOptionOf(String command) {
        CommandSpec spec =
                SyncCommands.commandLine().getSubcommands().get(command).getCommandSpec();

        Set<String> documented = page.section(command).tables().stream()
                .flatMap(table -> table.rows().stream())
                .flatMap(row -> OPTION.matcher(String.join(" ", documentedIn(row.values())))
                        .results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        // The options of every command are in the introduction; those that a command needs are in its own line.
        Set<String> options = spec.options().stream()
                .filter(option -> !option.required())
                .map(OptionSpec::longestName)
                .filter(name -> !Set.of("--help", "--verbose").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(options);
    }

    // Only the first cell counts, since descriptions may name other commands' options; in the table of types all cells
    // count.
    private static List<String> documentedIn(Collection<String> cells) {
        List<String> row = new ArrayList<>(cells);
        return row.get(0).startsWith("`SYNC_") ? row : row.subList(0, 1);
    }

    @Test
    void hasWhatEachTypeTakes() {
        MarkdownTable table =
                page.section("publish").tablesWith("Type", "Needs").get(0);

        assertThat(table.rows()).hasSameSizeAs(SyncEventType.values());
        assertThat(table.rows()).allSatisfy(row -> {
            DetailRules rules = DetailRules.of(SyncEventType.valueOf(MarkdownTable.plain(row.get("Type"))));

            assertThat(options(row.get("Needs"))).isEqualTo(Set.copyOf(rules.needed()));
            assertThat(options(row.get("Takes too"))).isEqualTo(Set.copyOf(rules.allowed()));
        });
        assertThat(table.column("Type").stream().map(MarkdownTable::plain))
                .containsExactlyElementsOf(
                        Arrays.stream(SyncEventType.values()).map(Enum::name).toList());
    }

    private static Set<String> options(String cell) {
        return OPTION.matcher(cell).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
