package com.pfavanguard.sync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.contract.OpenApiFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The producers' REST API as a backend or a screen uses it. */
public final class RestClient {

    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Function<String, URI> address;
    private final String[] headers;

    /** What came back. */
    public record Answer(int status, String contentType, JsonNode body) {}

    public RestClient(TestGateway gateway) {
        this(gateway::http);
    }

    /** Of an application that is a process of its own. */
    public RestClient(int port) {
        this(path -> URI.create("http://127.0.0.1:" + port + path));
    }

    /** @param address where a path is served, asked for at each request */
    public RestClient(Function<String, URI> address) {
        this(address, new String[0]);
    }

    private RestClient(Function<String, URI> address, String[] headers) {
        this.address = address;
        this.headers = headers;
    }

    /** The same client with this token. */
    public RestClient with(String token) {
        return new RestClient(address, new String[] {"Authorization", "Bearer " + token});
    }

    public Answer get(String path) {
        return send(request(path).GET(), null);
    }

    /** Asks another interface than the REST API, such as the stand-in PEMS's control interface. */
    public static Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET(), null);
    }

    public Answer post(String path, Object body, String... headers) {
        String[] all = Stream.of(this.headers, headers).flatMap(Stream::of).toArray(String[]::new);
        return post(uri(path), body, all);
    }

    /** Likewise. */
    public static Answer post(URI uri, Object body, String... headers) {
        String json = body instanceof String text ? text : JSON.writeValueAsString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(
                headers.length == 0 ? request : request.headers(headers),
                body instanceof String ? null : JSON.readTree(json));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE(), null);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private URI uri(String path) {
        return address.apply("/api/pems" + path);
    }

    /** Sends the request, and checks the answer by the OpenAPI document. */
    private static Answer send(HttpRequest.Builder request, @Nullable JsonNode sent) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(WireClient.PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") ? JSON.readTree(response.body()) : JSON.nullNode();
            OpenApiFile.check(response.request().method(), response.uri(), sent, response.statusCode(), body);
            if (type.startsWith("application/problem+json")) {
                assertThat(body.path("retryable").isBoolean())
                        .as(response.body())
                        .isTrue();
            }
            return new Answer(response.statusCode(), type, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One edit: what to set, and what the user had seen of those fields. */
    public static Map<String, Object> edit(
            String pfaId, int baseVersion, Map<String, Object> baseValues, Map<String, Object> changes) {
        return Map.of("pfaId", pfaId, "baseVersion", baseVersion, "baseValues", baseValues, "changes", changes);
    }

    /** An edit without a conflict: of one field of an untouched record. */
    public static Map<String, Object> edit(String pfaId, String model) {
        return edit(pfaId, 1, Map.of(), Map.of("model", model));
    }

    /** Likewise, one for each of PFA-0, PFA-1 and so on. */
    public static List<Map<String, Object>> edits(int count) {
        return IntStream.range(0, count).mapToObj(i -> edit("PFA-" + i, "new")).toList();
    }

    @SafeVarargs
    public final Answer write(String organizationId, Map<String, Object>... modifications) {
        return write(organizationId, 0, List.of(modifications));
    }

    public Answer write(String organizationId, int priority, List<Map<String, Object>> modifications) {
        return post(
                "/write-sync",
                Map.of("organizationId", organizationId, "priority", priority, "modifications", modifications));
    }

    public JsonNode status(String organizationId) {
        return get("/sync-status?organizationId=" + organizationId).body();
    }

    public JsonNode conflicts(String organizationId) {
        return get("/conflicts?organizationId=" + organizationId).body().get("conflicts");
    }

    public JsonNode failed(String organizationId) {
        return get("/failed?organizationId=" + organizationId).body().get("failed");
    }

    /** The types of the next events of one PFA, up to and including the one that ends it. */
    public static List<String> sequence(WireClient client, String pfaId) {
        List<String> types = new ArrayList<>();
        while (types.isEmpty() || !isTerminal(types.get(types.size() - 1))) {
            JsonNode event = client.nextJson();
            if (event.path("pfaId").asString("").equals(pfaId)) {
                types.add(event.get("type").stringValue());
            }
        }
        return types;
    }

    public static JsonNode terminal(WireClient client) {
        JsonNode event = client.nextJson();
        while (!isTerminal(event.get("type").stringValue())) {
            event = client.nextJson();
        }
        return event;
    }

    public static boolean isTerminal(String type) {
        return type.equals("SYNC_SUCCESS") || type.equals("SYNC_CONFLICT") || type.equals("SYNC_FAILED");
    }
}
