package com.pfavanguard.sync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.web.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

/** The served pages below {@code /docs} say what their sources say, and their links lead somewhere. */
class ContractPagesTests {

    private static final Path PAGES = Contract.SERVED.resolve("docs");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile(" href=\"([^\"]+)\"");

    @Test
    void thePagesAreMadeFromTheirSources() throws Exception {
        MadeFiles.check(PAGES.resolve("index.html"), ContractPages.index());
        MadeFiles.check(PAGES.resolve("errors.html"), CodePages.errors());
        MadeFiles.check(PAGES.resolve("close-codes.html"), CodePages.closeCodes());
        MadeFiles.check(PAGES.resolve("openapi.html"), ContractPages.openApi(Contract.openApi()));
        MadeFiles.check(PAGES.resolve("asyncapi.html"), ContractPages.asyncApi(Contract.asyncApi()));
        MadeFiles.check(
                PAGES.resolve("schema.html"),
                ContractPages.schema(Contract.json(Contract.EVENTS), Contract.json(Contract.PUBLISHED_EVENTS)));
    }

    /** The type of an error leads to its code, also of those that the web server gives by itself. */
    @Test
    void everyCodeHasAnAnchor() {
        Set<String> anchors = ids("errors");

        assertThat(Stream.of(
                                Arrays.stream(ErrorCode.values()).map(Enum::name),
                                Stream.of("TOO_MANY_CONNECTIONS", "UPGRADE_REQUIRED"),
                                Arrays.stream(HttpStatus.values())
                                        .filter(HttpStatus::isError)
                                        .map(Enum::name))
                        .flatMap(codes -> codes))
                .allSatisfy(code -> {
                    assertThat(anchors).contains(code);
                    assertThat(Problem.type(code)).hasToString("/docs/errors#" + code);
                });
        assertThat(ids("close-codes"))
                .containsAll(Arrays.stream(CloseCode.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"index", "errors", "close-codes", "openapi", "asyncapi", "schema"})
    void linksLeadSomewhereAndNothingComesFromElsewhere(String name) {
        String html = Contract.text(PAGES.resolve(name + ".html"));

        assertThat(html).doesNotContain("<script", " style=", "http://", "https://");
        List<String> links =
                LINK.matcher(html).results().map(link -> link.group(1)).toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            String page = parts[0].isEmpty() ? name : parts[0].equals("./") ? "index" : parts[0];
            if (page.startsWith("../") || page.endsWith(".css")) {
                Path file = PAGES.resolve(page.equals("../") ? "../index.html" : page);
                assertThat(Files.exists(file)).as(link).isTrue();
            } else if (parts.length > 1) {
                assertThat(ids(page)).as(name + ": " + link).contains(parts[1]);
            } else {
                assertThat(PAGES.resolve(page + ".html")).exists();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"index", "errors", "close-codes", "openapi", "asyncapi", "schema"})
    void noAnchorComesTwice(String name) {
        List<String> ids = ID.matcher(Contract.text(PAGES.resolve(name + ".html")))
                .results()
                .map(id -> id.group(1))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    private static Set<String> ids(String page) {
        Set<String> ids = new HashSet<>();
        ID.matcher(Contract.text(PAGES.resolve(page + ".html"))).results().forEach(id -> ids.add(id.group(1)));
        return ids;
    }
}
