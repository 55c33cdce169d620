package com.pfavanguard.sync.pems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PemsPropertiesTests {

    /** The settings an application with these properties would get. */
    static PemsProperties with(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("sync.pems", PemsProperties.class);
    }

    private static PemsProperties realPems(String baseUrl, String... more) {
        Map<String, String> properties = new HashMap<>();
        properties.put("sync.pems.base-url", baseUrl);
        properties.put("sync.pems.username", "gateway");
        properties.put("sync.pems.password", "s3cret");
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return with(properties);
    }

    @Test
    void withoutAnythingSetTheStandInTakesOver() {
        PemsProperties properties = with(Map.of());

        assertThat(properties.baseUrl()).isNull();
        assertThat(properties.standIn().port()).isEqualTo(8090);
        assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.healthTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anEmptyBaseUrlIsNone() {
        assertThat(with(Map.of("sync.pems.base-url", "")).baseUrl()).isNull();
    }

    @Test
    void organizationsHaveCodes() {
        PemsProperties properties = realPems(
                "https://pems.example.com/eam",
                "sync.pems.organizations.org-rio",
                "RIO",
                "sync.pems.organizations[org_Lima]",
                "LIM");

        assertThat(properties.organizations()).containsOnly(Map.entry("org-rio", "RIO"), Map.entry("org_Lima", "LIM"));
    }

    @Test
    void twoOrganizationsWithOneCodeAreRefused() {
        assertThatThrownBy(() -> with(
                        Map.of("sync.pems.organizations.org-rio", "RIO", "sync.pems.organizations.org-lima", "RIO")))
                .rootCause()
                .hasMessageContaining("org-rio")
                .hasMessageContaining("org-lima")
                .hasMessageContaining("RIO");
    }

    @Test
    void anOrganizationWhoseIdIsAnothersCodeIsRefused() {
        assertThatThrownBy(() ->
                        with(Map.of("sync.pems.organizations.org-rio", "RIO", "sync.pems.organizations.RIO", "ANDES")))
                .rootCause()
                .hasMessageContaining("org-rio")
                .hasMessageContaining("RIO");
    }

    @Test
    void anOrganizationsCodeMayBeItsOwnId() {
        assertThat(with(Map.of("sync.pems.organizations.RIO", "RIO", "sync.pems.organizations.org-lima", "LIM"))
                        .organizations())
                .hasSize(2);
    }

    @Test
    void thePasswordIsNeverShown() {
        assertThat(realPems("https://pems.example.com").toString())
                .contains("gateway", "******")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pems.example.com",
                "ftp://pems.example.com",
                "/eam",
                "https://pems.example.com?tenant=x",
                "https://pems.example.com/#x"
            })
    void aBaseUrlMustBeOne(String baseUrl) {
        assertThatThrownBy(() -> realPems(baseUrl)).rootCause().hasMessageContaining("sync.pems.base-url");
    }

    @Test
    void credentialsInTheUrlAreRefusedAndNotRepeated() {
        assertThatThrownBy(() -> realPems("https://gateway:hunter2@pems.example.com"))
                .rootCause()
                .hasMessageContaining("credentials")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aUrlThatIsNoneIsNotRepeatedEither() {
        assertThatThrownBy(() -> realPems("ht tp://user:hunter2@pems/x"))
                .hasStackTraceContaining("sync.pems.base-url must look like")
                .satisfies(failure -> {
                    StringWriter trace = new StringWriter();
                    failure.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("hunter2");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a\nb"})
    void aUserNameMustFitHttpBasic(String username) {
        assertThatThrownBy(() -> realPems("https://pems.example.com", "sync.pems.username", username))
                .rootCause()
                .hasMessageContaining("sync.pems.username");
    }

    @Test
    void aRealPemsNeedsCredentials() {
        assertThatThrownBy(() -> with(Map.of("sync.pems.base-url", "https://pems.example.com")))
                .rootCause()
                .hasMessageContaining("sync.pems.password");
    }

    @Test
    void credentialsDoNotTravelInTheClearUnlessToldTo() {
        assertThatThrownBy(() -> realPems("http://pems.example.com"))
                .rootCause()
                .hasMessageContaining("https");

        assertThat(realPems("http://pems.example.com", "sync.pems.allow-plain-http", "true")
                        .baseUrl())
                .isNotNull();
        assertThat(realPems("http://localhost:9000").baseUrl()).isNotNull();
        assertThat(realPems("http://127.0.0.1:9000").baseUrl()).isNotNull();
    }
}
