package com.pfavanguard.sync.cli.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends JSON requests to one server. Safe for any thread. */
public final class JsonHttp {

    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(3);
    private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIME_TO_CONNECT).build();
    private final JsonMapper json = new JsonMapper();
    private final URI base;
    private final @Nullable String token;
    private final Function<IOException, RuntimeException> noAnswer;

    /**
     * @param token sent with each request, if there is one
     * @param noAnswer makes the exception for the user if the server does not answer
     */
    public JsonHttp(URI base, @Nullable String token, Function<IOException, RuntimeException> noAnswer) {
        this.base = base;
        this.token = token;
        this.noAnswer = noAnswer;
    }

    /**
     * An answer of the server.
     *
     * @param body a missing node if the body is not JSON
     */
    public record Answer(int status, JsonNode body) {

        /** Returns the {@code detail} and the code of an RFC 9457 problem, or the status alone. */
        public String complaint() {
            String detail = body.path("detail").asString(body.path("message").asString(""));
            String code = body.path("code").asString("");
            return "HTTP %d%s%s"
                    .formatted(status, detail.isBlank() ? "" : ": " + detail, code.isBlank() ? "" : " (" + code + ")");
        }
    }

    public Answer get(String path) throws InterruptedException {
        return send(request(path).GET());
    }

    public Answer post(String path, Object body) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    public Answer delete(String path) throws InterruptedException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIME_TO_ANSWER);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    // Waits while the gateway limits the rate: two demos in a row can exceed a user's requests per minute.
    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        Answer answer = sendOnce(request.build());
        while (answer.status() == 429 && answer.body().path("retryAfter").isIntegralNumber()) {
            TimeUnit.SECONDS.sleep(answer.body().path("retryAfter").longValue());
            answer = sendOnce(request.build());
        }
        return answer;
    }

    private Answer sendOnce(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), read(response.body()));
        } catch (IOException e) {
            throw noAnswer.apply(e);
        }
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            return json.missingNode();
        }
    }
}
