package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** What can be said of the pages' files without a browser. */
class LivePageTests {

    private static final Path SOURCES = Path.of("src/main/page");

    private final String page = text(new ClassPathResource("static/index.html"));

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "admin.html"})
    void namesFilesThatAreServed(String html) {
        assertThat(Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"")
                        .matcher(text(new ClassPathResource("static/" + html)))
                        .results()
                        .map(match -> new ClassPathResource("static/" + match.group(1))))
                .hasSize(2)
                .allMatch(Resource::exists);
    }

    @Test
    void theClientsDocumentShowsAnImportMapOfFilesThatAreServed() throws IOException {
        String document = Files.readString(Path.of("src/docs/clients/sync-client.md"));

        assertThat(Pattern.compile("\": \"/([a-z-]+\\.js)\"")
                        .matcher(document)
                        .results()
                        .map(match -> match.group(1)))
                .contains("stomp.js", "sync-client.js")
                .allMatch(file -> new ClassPathResource("static/" + file).exists());
    }

    @Test
    void bothPagesHaveThePolicyOfTheHeader() {
        assertThat(policy("admin.html")).isEqualTo(policy("index.html"));
        assertThat(policy("index.html"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe", "http", "data:", "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "admin.html"})
    void nothingIsInline(String html) {
        assertThat(text(new ClassPathResource("static/" + html)))
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", " style=", "javascript:")
                .doesNotContainPattern("\\son[a-z]+=");
    }

    @Test
    void noScriptMakesMarkupOutOfText() {
        assertThat(scripts())
                .hasSizeGreaterThan(15)
                .allSatisfy(script -> assertThat(script)
                        .content()
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("));
    }

    @Test
    void everyControlHasALabel() {
        Stream<String> ids = Pattern.compile("<(?:input|select)[^>]* id=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1));

        assertThat(ids)
                .hasSizeGreaterThan(5)
                .allSatisfy(id -> assertThat(page)
                        .containsPattern("<label(?: class=\"visually-hidden\")? for=\"%s\">".formatted(id)));
    }

    private static String policy(String html) {
        Matcher meta = Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\">")
                .matcher(text(new ClassPathResource("static/" + html)));
        assertThat(meta.find()).isTrue();
        return meta.group(1);
    }

    private static Stream<Path> scripts() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".js")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
