package com.pfavanguard.sync.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The gateway that already runs on the address of the settings, if there is one.
 *
 * @param base its address
 * @param readiness the answer of its readiness; a missing node if it has none
 */
record RunningGateway(URI base, int readinessStatus, JsonNode readiness) {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Looks for a gateway.
     *
     * @param token shows the details of readiness, if the gateway requires one
     */
    static Optional<RunningGateway> find(URI base, @Nullable String token) throws InterruptedException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            // An endpoint that no other application has; without a token it is refused in a way of ours.
            HttpResponse<String> drain = get(http, base.resolve("/actuator/drain"), token);
            JsonNode body = read(drain.body());
            boolean ours = drain.statusCode() == 200 && body.has("state") && body.has("sessions")
                    || drain.statusCode() / 100 == 4 && body.has("code") && body.has("status");
            if (!ours) {
                return Optional.empty();
            }
            HttpResponse<String> readiness = get(http, base.resolve("/actuator/health/readiness"), token);
            return Optional.of(new RunningGateway(base, readiness.statusCode(), read(readiness.body())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static HttpResponse<String> get(HttpClient http, URI uri, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    boolean isReady() {
        return readinessStatus == 200;
    }
}
