package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An administrator's script that asks the endpoints below {@code /actuator}. */
public final class AdminClient {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestGateway gateway;
    private final @Nullable String token;

    /** What came back. */
    public record Answer(int status, String contentType, JsonNode body) {}

    /** @param token {@code null} in open mode */
    public AdminClient(TestGateway gateway, @Nullable String token) {
        this.gateway = gateway;
        this.token = token;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Reads Server-Sent Events, line by line. */
    public Stream<String> lines(String path) {
        return exchange(request(path).GET().build(), BodyHandlers.ofLines()).body();
    }

    private Answer send(String method, String path, @Nullable Object body) {
        String json = body == null || body instanceof String ? (String) body : RestClient.JSON.writeValueAsString(body);
        HttpRequest.Builder request = request(path).timeout(WireClient.PATIENCE);
        if (json == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(json));
        }
        HttpResponse<String> response = exchange(request.build(), BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(
                response.statusCode(),
                type,
                type.contains("json") ? RestClient.JSON.readTree(response.body()) : RestClient.JSON.nullNode());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.http("/actuator" + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
