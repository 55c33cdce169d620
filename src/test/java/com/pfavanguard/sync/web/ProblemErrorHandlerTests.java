package com.pfavanguard.sync.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProblemErrorHandlerTests {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setErrorHandler(new ProblemErrorHandler(
                List.of(path -> path.startsWith("/known") ? Optional.of("Use another id") : Optional.empty())));
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Response.writeError(
                        request,
                        response,
                        callback,
                        Integer.parseInt(request.getHttpURI().getQuery()));
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void anOverloadedServerSaysWhenToTryAgain() throws Exception {
        HttpResponse<String> answer = get("/any?503");

        assertThat(answer.body()).contains("\"code\":\"SERVICE_UNAVAILABLE\",\"retryable\":true");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void anUnreadableAddressIsExplainedByItsOwner() throws Exception {
        assertThat(get("/known?400").body()).contains("\"detail\":\"Use another id\"", "\"retryable\":false");
        assertThat(get("/any?400").body()).contains("\"detail\":\"Bad Request\"");
        assertThat(get("/any?400").headers().firstValue("Retry-After")).isEmpty();
    }

    private HttpResponse<String> get(String target) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + target);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
