package com.pfavanguard.sync.gateway.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.MarkdownTable;
import com.pfavanguard.sync.docs.Pages;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.web.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;

class HandshakeProblemsTests {

    private final List<Map<String, String>> documented = Pages.page("src/docs/reference/error-codes.md")
            .section("Refused handshakes")
            .tables()
            .get(0)
            .rows();

    private static Stream<Problem> problems() {
        Stream<Problem> limits = Arrays.stream(Limit.values()).map(HandshakeProblems::of);
        Stream<Problem> denials = Arrays.stream(Denial.values()).map(HandshakeProblems::denied);
        Stream<Problem> syntax = Stream.of("GET", "POST")
                .map(method -> new MockHttpServletRequest(method, "/api/ws/sync/org-a"))
                .map(request -> HandshakeSyntax.problem(request, List.of()).orElseThrow());
        return Stream.of(
                        limits,
                        denials,
                        syntax,
                        Stream.of(HandshakeProblems.invalidOrganization(), HandshakeProblems.shuttingDown()))
                .flatMap(all -> all);
    }

    @Test
    void thePageOfErrorCodesHasEveryCodeWithItsStatus() {
        Set<String> shown = new TreeSet<>();
        documented.forEach(row -> shown.add(row.get("Status") + " " + MarkdownTable.plain(row.get("`code`"))));

        assertThat(shown)
                .isEqualTo(new TreeSet<>(problems()
                        .map(problem -> problem.status().value() + " " + problem.code())
                        .toList()));
    }

    @Test
    void thePageSaysOfWhichStatusesAnotherTryCanHelp() {
        assertThat(problems()).allSatisfy(problem -> {
            boolean helps = problem.headers().containsHeader(HttpHeaders.RETRY_AFTER);

            assertThat(helps)
                    .isEqualTo(
                            problem.status().value() == 429 || problem.status().value() == 503);
            assertThat(documented).anySatisfy(row -> {
                assertThat(MarkdownTable.plain(row.get("`code`"))).isEqualTo(problem.code());
                assertThat(row.get("`retryable`")).doesNotContain("`" + !helps + "`");
            });
        });
    }
}
