package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be said of the page's files without a browser. */
class LivePageTests {

    private final String page = text(new ClassPathResource("static/index.html"));

    @Test
    void theImportMapNamesFilesThatAreServed() {
        JsonNode files = JsonMapper.shared().readTree(importMap()).get("imports");

        assertThat(files.propertyNames()).contains("@stomp/stompjs", "@pfa-vanguard/sync-client");
        assertThat(files.values())
                .allSatisfy(file -> assertThat(new ClassPathResource("static/" + file.asString()))
                        .matches(Resource::exists, "exists"));
    }

    @Test
    void stompjsIsTheFileOfTheWebJarWeHave() {
        Matcher file = Pattern.compile("import '\\./(.*)';").matcher(text(new ClassPathResource("static/stomp.js")));

        assertThat(file.find()).isTrue();
        assertThat(new ClassPathResource("META-INF/resources/" + file.group(1)))
                .matches(Resource::exists, "exists; has the version in the POM changed?");
    }

    @Test
    void theContentSecurityPolicyKnowsTheImportMap() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(importMap().getBytes(StandardCharsets.UTF_8));

        assertThat(page).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @Test
    void nothingElseIsInline() {
        assertThat(page.replace("<script type=\"importmap\">", ""))
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", " style=", "javascript:")
                .doesNotContainPattern("\\son[a-z]+=");
    }

    @Test
    void noScriptMakesMarkupOutOfText() throws IOException {
        assertThat(scripts())
                .hasSizeGreaterThan(3)
                .allSatisfy(script -> assertThat(text(script))
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("));
    }

    @Test
    void everyControlHasALabel() {
        Matcher controls =
                Pattern.compile("<(?:input|select)[^>]* id=\"([^\"]+)\"").matcher(page);
        Stream<String> ids = controls.results().map(match -> match.group(1));

        assertThat(ids).hasSize(4).allSatisfy(id -> assertThat(page).contains("<label for=\"" + id + "\">"));
    }

    private String importMap() {
        Matcher script = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(script.find()).isTrue();
        return script.group(1);
    }

    private static Resource[] scripts() throws IOException {
        return new PathMatchingResourcePatternResolver().getResources("classpath*:/static/*.js");
    }

    private static String text(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
