package com.pfavanguard.sync.broker.console;

import com.pfavanguard.sync.broker.BrokerConsole;
import com.pfavanguard.sync.broker.EmbeddedBroker;
import com.pfavanguard.sync.testing.TestGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to the console's Jolokia, as an admin's tool or as an attacker does. */
final class ConsoleClient {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI console;
    private final String broker;
    private final @Nullable String credentials;

    private ConsoleClient(URI console, String broker, @Nullable String credentials) {
        this.console = console;
        this.broker = broker;
        this.credentials = credentials;
    }

    /** Knows no password. */
    static ConsoleClient of(TestGateway gateway) {
        return new ConsoleClient(
                gateway.bean(BrokerConsole.class).uri(),
                gateway.bean(EmbeddedBroker.class).name(),
                null);
    }

    ConsoleClient with(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new ConsoleClient(console, broker, Base64.getEncoder().encodeToString(pair));
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers));
    }

    HttpResponse<String> post(String path, Object body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (credentials != null) {
            request.header("Authorization", "Basic " + credentials);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode read(String mbean) {
        return jolokia(Map.of("type", "read", "mbean", mbean));
    }

    JsonNode exec(String mbean, String operation, Object... arguments) {
        List<Object> list = new ArrayList<>(Arrays.asList(arguments));
        return jolokia(Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", list));
    }

    private JsonNode jolokia(Map<String, ?> request) {
        HttpResponse<String> answer = post("/jolokia/", request);
        if (answer.statusCode() != 200) {
            throw new AssertionError("HTTP " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    String brokerBean() {
        return "org.apache.activemq.artemis:broker=\"" + broker + "\"";
    }

    String queueBean(String address, String routing, String queue) {
        return brokerBean()
                + ",component=addresses,address=\"%s\",subcomponent=queues,routing-type=\"%s\",queue=\"%s\""
                        .formatted(address, routing, queue);
    }
}
