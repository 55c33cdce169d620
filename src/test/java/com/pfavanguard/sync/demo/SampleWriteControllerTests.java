package com.pfavanguard.sync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventType;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(
        controllers = SampleWriteController.class,
        properties = {
            "sync.roles=producer",
            "sync.demo.shortest-pause=1d",
            "sync.demo.longest-pause=1d",
            "sync.demo.max-running=3"
        })
@Import({DemoConfiguration.class, SampleWrites.class})
class SampleWriteControllerTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private RecordingPublisher publisher;

    @Autowired
    private SampleWrites sampleWrites;

    @BeforeEach
    void nothingIsUnderWay() {
        sampleWrites.stop();
        sampleWrites.start();
        publisher.published.clear();
        publisher.down = false;
    }

    @Test
    void aSampleWriteBeginsWithItsQueuedEvent() {
        MvcTestResult answer = post("/api/demo/org-rio/sample-write", "{\"pfaId\":\"PFA-70412\"}");

        assertThat(answer).hasStatus(HttpStatus.ACCEPTED);
        assertThat(answer).bodyJson().isStrictlyEqualTo("{\"organizationId\":\"org-rio\",\"pfaId\":\"PFA-70412\"}");
        assertThat(publisher.published).extracting(SyncEvent::type).containsExactly(SyncEventType.SYNC_QUEUED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"pfaId\":null}", "{\"other\":1}"})
    void withoutAPfaIdOneIsMadeUp(String body) {
        MvcTestResult answer = post("/api/demo/org-rio/sample-write?outcome=retry", body);

        assertThat(answer).hasStatus(HttpStatus.ACCEPTED);
        assertThat(answer).bodyJson().extractingPath("$.pfaId").asString().matches("PFA-7[0-9]{4}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/demo/org.rio/sample-write", "/api/demo/%23/sample-write", "/api/demo/a%20b/sample-write"})
    void aBadOrganizationIsAProblem(String path) {
        assertProblem(post(URI.create(path), "{}"), HttpStatus.BAD_REQUEST, "organization id must match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"pfaId\":\"\"}", "{\"pfaId\":\"a b\"}", "{\"pfaId\":\"<script>\"}"})
    void aBadPfaIdIsAProblem(String body) {
        assertProblem(post("/api/demo/org-rio/sample-write", body), HttpStatus.BAD_REQUEST, "pfaId must match");
    }

    @Test
    void anUnknownOutcomeIsAProblem() {
        MvcTestResult answer = post("/api/demo/org-rio/sample-write?outcome=miracle", "{}");

        assertProblem(answer, HttpStatus.BAD_REQUEST, "success, retry, conflict or failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "null", "[]", ""})
    void whatIsNoJsonObjectIsAProblem(String body) {
        assertProblem(
                post("/api/demo/org-rio/sample-write", body),
                HttpStatus.BAD_REQUEST,
                "must be one JSON object as documented");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void whatAnotherSitesFormCanSendIsRefused(String type) {
        MvcTestResult answer = mvc.post()
                .uri("/api/demo/org-rio/sample-write")
                .contentType(MediaType.valueOf(type))
                .content("{}")
                .exchange();

        assertProblem(answer, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "not supported");
    }

    @Test
    void aBrokerThatIsDownIsAProblemThatKeepsTheBrokersWordsToItself() {
        publisher.down = true;

        MvcTestResult answer = post("/api/demo/org-rio/sample-write", "{}");

        assertProblem(answer, HttpStatus.SERVICE_UNAVAILABLE, "broker cannot be reached");
        assertThat(answer).bodyText().doesNotContain("secret");
    }

    @Test
    void tooManyAtOnceIsAProblem() {
        for (int i = 0; i < 3; i++) {
            assertThat(post("/api/demo/org-rio/sample-write", "{}")).hasStatus(HttpStatus.ACCEPTED);
        }

        assertProblem(post("/api/demo/org-rio/sample-write", "{}"), HttpStatus.TOO_MANY_REQUESTS, "try again");
    }

    @Test
    void neitherIsAPostWithoutABodyTakenFromAnotherSite() {
        assertThat(mvc.post().uri("/api/demo/org-rio/sample-write").exchange())
                .hasStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        assertThat(publisher.published).isEmpty();
    }

    private MvcTestResult post(String uri, String body) {
        return post(URI.create(uri), body);
    }

    private MvcTestResult post(URI uri, String body) {
        return mvc.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static void assertProblem(MvcTestResult answer, HttpStatus status, String detail) {
        assertThat(answer).hasStatus(status).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains(detail);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Config {

        @Bean
        RecordingPublisher publisher() {
            return new RecordingPublisher();
        }
    }
}
