package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fails when a page for those who read the code names a class that does not exist any more. */
class ClassNamesInPagesTests {

    // `Room`, `Room.positionOf`, `SomeTests`; not `JSON` or `SYNC_QUEUED`.
    private static final Pattern CLASS_IN_CODE_SPAN = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.\\w+)*(?:\\(\\))?`");
    private static final Pattern CAMEL_CASE = Pattern.compile("\\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\\b");
    private static final Pattern CAMEL_CASE_IN_CODE_SPAN =
            Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)(?:\\.\\w+)*(?:\\(\\))?`");

    private static final Pattern TESTS = Pattern.compile(".*Tests");

    /** Classes of libraries, named in decisions as what was weighed, and words that look like classes. */
    private static final Set<String> FOREIGN = Set.of(
            "ArrayIndexOutOfBoundsException",
            "AuditEvent",
            "AuthorizationChannelInterceptor",
            "Authorization",
            "AvailabilityChangeEvent",
            "BufferingStompDecoder",
            "ConcurrentWebSocketSessionDecorator",
            "DefaultResourceRetriever",
            "ExitOnOutOfMemoryError",
            "Host",
            "JavaScript",
            "LivenessState",
            "Origin",
            "PriorityLinkedListImpl",
            "Purchase",
            "QueueImpl",
            "Rental",
            "RetryPolicy",
            "RetryTemplate",
            "StringIndexOutOfBoundsException");

    @Test
    void theArchitectureNamesClassesOfMain() {
        Page page = Pages.page("src/docs/architecture.md");
        Set<String> main = known(SourceFile.main());
        main.addAll(names(
                TESTS,
                0,
                SourceFile.all().stream()
                        .flatMap(file -> file.declared().stream())
                        .toList()));

        Set<String> named = new TreeSet<>(names(CLASS_IN_CODE_SPAN, 1, page.prose()));
        page.codeBlocks().forEach(block -> named.addAll(names(CAMEL_CASE, 0, List.of(block.text()))));

        assertThat(unknown(named, main)).isEmpty();
    }

    @Test
    void theDomainPageNamesClassesOfOurs() {
        Set<String> named =
                names(CLASS_IN_CODE_SPAN, 1, Pages.page("src/docs/domain.md").prose());

        assertThat(unknown(named, known(SourceFile.all()))).isEmpty();
    }

    @Test
    void decisionsNameClassesOfOursOrOfALibrary() {
        Set<String> known = known(SourceFile.all());

        assertThat(Pages.all().stream().filter(page -> page.path().startsWith("src/docs/decisions")))
                .allSatisfy(page -> assertThat(unknown(names(CAMEL_CASE_IN_CODE_SPAN, 1, page.prose()), known))
                        .isEmpty());
    }

    private static Set<String> known(List<SourceFile> sources) {
        return Stream.concat(sources.stream().flatMap(file -> file.used().stream()), FOREIGN.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> unknown(Set<String> named, Set<String> known) {
        return named.stream().filter(name -> !known.contains(name)).toList();
    }

    private static Set<String> names(Pattern pattern, int group, List<String> lines) {
        return pattern.matcher(String.join("\n", lines))
                .results()
                .map((MatchResult name) -> name.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
