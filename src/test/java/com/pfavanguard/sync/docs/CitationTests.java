package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fails when a comment or a page cites a decision, a rule, a heading or a class that does not exist. */
class CitationTests {

    private static final Path DECISIONS = Path.of("src/docs/decisions");

    private static final Pattern DECISION = Pattern.compile("\\b00\\d\\d\\b");
    private static final Pattern DECISIONS_IN_COMMENT =
            Pattern.compile("[Dd]ecisions? (00\\d\\d(?:(?:, and|,| and| or) 00\\d\\d)*)");
    private static final Pattern HEADING = Pattern.compile("domain\\.md, \"([^\"]+)\"");
    private static final Pattern ANY_MENTION = Pattern.compile("domain\\.md(?!\\)|#|, \"|`)");
    private static final Pattern RULE = Pattern.compile("\\bV\\d{1,2}\\b(?!\\.)");
    private static final Pattern NOT_IN_THE_PROJECT =
            Pattern.compile("[Dd]omain (?:reference|rule)\\b|\\b[GST]\\d{1,2}\\b(?!\\.)");
    private static final Pattern CAMEL_CASE = Pattern.compile("\\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\\b");

    /** Named in comments, and classes of libraries, or words of the world, that our code does not use. */
    private static final Set<String> FOREIGN = Set.of(
            "ActiveMQ",
            "AssertJ",
            "AuthorizationManagerRequestMatcherRegistry",
            "BufferingStompDecoder",
            "EnableWebSocketMessageBroker",
            "ExecutorSubscribableChannel",
            "ExitOnOutOfMemoryError",
            "GitHub",
            "ImportTests",
            "JavaScript",
            "JettyRequestUpgradeStrategy",
            "OpenID",
            "OpenTelemetry",
            "OpenWire",
            "QueueImpl",
            "SecurityContextHolderFilter",
            "ServerConsumerImpl",
            "SimpleBroker",
            "SomeTests",
            "TransactionalEventListener",
            "TransportImpl",
            "W3C",
            "WebSockets");

    private static final List<SourceFile> SOURCES = SourceFile.all();

    /** Build and configuration files, in which any line may cite. */
    private static final List<Path> CONFIGURATION =
            List.of(Path.of("pom.xml"), Path.of("Dockerfile"), Path.of("broker-config"), Path.of("src/main/resources"));

    @Test
    void everyDecisionCitedInACommentExists() {
        Set<String> decisions = decisions();

        assertThat(citations(
                        DECISIONS_IN_COMMENT,
                        1,
                        cited -> DECISION.matcher(cited)
                                .results()
                                .map(MatchResult::group)
                                .allMatch(decisions::contains)))
                .isEmpty();
    }

    @Test
    void everyDecisionCitedInAConfigurationFileExists() throws IOException {
        Set<String> decisions = decisions();

        for (Path root : CONFIGURATION) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(CitationTests::isText).toList()) {
                    assertThat(numbers(DECISIONS_IN_COMMENT, Files.readString(file)))
                            .as(file.toString())
                            .isSubsetOf(decisions);
                }
            }
        }
    }

    private static boolean isText(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().matches(".*\\.(png|ico|jar|war|p12|jks)");
    }

    private static List<String> numbers(Pattern citation, String text) {
        return citation.matcher(text)
                .results()
                .flatMap(cited -> DECISION.matcher(cited.group()).results())
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void everyDecisionCitedInAPageExists() {
        Set<String> decisions = decisions();

        assertThat(Pages.all().stream().filter(page -> page.path().startsWith("src/docs")))
                .allSatisfy(page -> assertThat(DECISION.matcher(String.join("\n", page.prose()))
                                .results())
                        .extracting(MatchResult::group)
                        .isSubsetOf(decisions));
    }

    @Test
    void everyDecisionIsListedUnderItsTitle() throws IOException {
        Set<String> titles =
                Set.copyOf(Pages.page("src/docs/decisions/README.md").tablesWith("#", "Decision").get(0).rows().stream()
                        .map(row -> row.get("#").replaceAll("[\\[\\]]|\\(.*", "") + " " + row.get("Decision"))
                        .toList());

        try (Stream<Path> files = Files.list(DECISIONS)) {
            assertThat(files.filter(file -> !file.endsWith("README.md")))
                    .allSatisfy(file -> assertThat(title(Page.read(file))).isIn(titles));
        }
    }

    private static String title(Page decision) {
        return decision.lines().get(0).replaceFirst("# ", "");
    }

    @Test
    void everyHeadingOfTheDomainPageCitedExists() {
        Set<String> anchors = Pages.page("src/docs/domain.md").anchors();

        assertThat(citations(HEADING, 1, heading -> anchors.contains(Page.anchor(heading))))
                .isEmpty();
        assertThat(citations(ANY_MENTION, 0, mention -> false))
                .as("cited without a heading")
                .isEmpty();
    }

    @Test
    void everyValidationRuleCitedExists() {
        Set<String> rules = rules();

        assertThat(citations(RULE, 0, rules::contains)).isEmpty();
    }

    @Test
    void everyValidationRuleIsTested() {
        SourceFile tests = SOURCES.stream()
                .filter(file -> file.path().endsWith("PfaValidatorTests.java"))
                .findFirst()
                .orElseThrow();

        assertThat(RULE.matcher(tests.comments()).results())
                .extracting(MatchResult::group)
                .containsAll(rules());
    }

    @Test
    void nothingIsCitedThatLiesOutsideOfTheProject() {
        assertThat(citations(NOT_IN_THE_PROJECT, 0, mention -> false)).isEmpty();
    }

    @Test
    void everyClassNamedInACommentExists() {
        Set<String> known =
                SOURCES.stream().flatMap(file -> file.used().stream()).collect(Collectors.toSet());

        assertThat(citations(CAMEL_CASE, 0, name -> known.contains(name) || FOREIGN.contains(name)))
                .isEmpty();
    }

    private static Set<String> decisions() {
        try (Stream<Path> files = Files.list(DECISIONS)) {
            return files.map(file -> file.getFileName().toString().substring(0, 4))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> rules() {
        return Set.copyOf(Pages.page("src/docs/domain.md")
                .tablesWith("Rule", "Code")
                .get(0)
                .column("Rule"));
    }

    /** What comments of Java files cite by this pattern and does not hold, each with its file. */
    private static List<String> citations(Pattern pattern, int group, Predicate<String> holds) {
        return SOURCES.stream()
                .filter(SourceFile::isJava)
                .filter(file -> !file.path().endsWith("CitationTests.java"))
                .flatMap(file -> pattern.matcher(file.comments())
                        .results()
                        .map(cited -> cited.group(group))
                        .filter(holds.negate())
                        .map(cited -> file.path() + ": " + cited))
                .toList();
    }
}
