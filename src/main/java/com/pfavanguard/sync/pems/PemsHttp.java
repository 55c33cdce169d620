package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.vital.Vital;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JettyClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Sends requests to PEMS, with credentials and with limits on time and size. Uses Jetty's HTTP client: the JDK's
 * repeats a GET by itself when a pooled connection breaks, and no setting of a single client prevents that. PEMS allows
 * ten requests a second, so every request must be counted.
 */
final class PemsHttp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PemsHttp.class);

    private final PemsProperties properties;
    private final Clock clock;
    private final OneRequestHttpClient http;
    private final RestClient records;
    private final RestClient health;

    /** @param observations gives each request a span, and PEMS its trace in the header {@code traceparent} */
    PemsHttp(PemsProperties properties, Clock clock, ObservationRegistry observations) {
        this.properties = properties;
        this.clock = clock;
        http = httpClient(properties.timeout());
        records = restClient(properties.timeout(), observations);
        health = restClient(properties.healthTimeout(), ObservationRegistry.NOOP);
    }

    private static OneRequestHttpClient httpClient(Duration timeout) {
        OneRequestHttpClient http = new OneRequestHttpClient(timeout);
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("pems-client");
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setConnectTimeout(timeout.toMillis());
        // A redirect would send the credentials elsewhere.
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(null);
        return http;
    }

    private RestClient restClient(Duration timeout, ObservationRegistry observations) {
        JettyClientHttpRequestFactory requests = new JettyClientHttpRequestFactory(http);
        requests.setReadTimeout(timeout);
        return RestClient.builder()
                .requestFactory(requests)
                .observationRegistry(observations)
                .defaultHeaders(this::identify)
                .build();
    }

    private void identify(HttpHeaders headers) {
        headers.setAccept(List.of(MediaType.APPLICATION_JSON));
        if (properties.username() != null && properties.password() != null) {
            headers.setBasicAuth(properties.username(), properties.password(), StandardCharsets.UTF_8);
        }
        if (properties.tenant() != null) {
            headers.set("tenant", properties.tenant());
        }
    }

    PemsAnswer get(URI uri, String organizationCode, String what) {
        return ask(records.get().uri(uri).header("organization", organizationCode), what);
    }

    PemsAnswer put(URI uri, String organizationCode, byte[] json, String what) {
        RestClient.RequestBodySpec request = records.put().uri(uri).header("organization", organizationCode);
        return ask(request.contentType(MediaType.APPLICATION_JSON).body(json), what);
    }

    private PemsAnswer ask(RestClient.RequestHeadersSpec<?> request, String what) {
        int limit = Math.toIntExact(properties.maxResponseSize().toBytes());
        return answer(
                () -> request.exchangeForRequiredValue((sent, response) -> PemsAnswer.read(response, limit, clock)),
                what);
    }

    /** The status of a health check; its body is not read. */
    int healthStatus(URI uri) {
        return answer(
                () -> health.get()
                        .uri(uri)
                        .exchangeForRequiredValue(
                                (sent, response) -> response.getStatusCode().value()),
                "health check");
    }

    private <T> T answer(Supplier<T> exchange, String what) {
        Vital.mayTake(properties.timeout());
        try {
            return exchange.get();
        } catch (RuntimeException e) {
            // Whatever the layers below throw, there is no answer.
            throw PemsException.noAnswer(what, e);
        } finally {
            Vital.moved();
        }
    }

    @Override
    public void close() {
        http.close();
    }

    /** A Jetty client that sends each request exactly once and gives up in time. */
    private static final class OneRequestHttpClient extends HttpClient {

        private final Duration timeout;

        OneRequestHttpClient(Duration timeout) {
            super(new HttpClientTransportOverHTTP(1));
            this.timeout = timeout;
        }

        @Override
        public Request newRequest(URI uri) {
            // Limits the time for the whole answer; Spring's own limit ends with the headers, and a body could trickle
            // for ever.
            return super.newRequest(uri).timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            // Answers are not compressed, so that a small one cannot become large here.
            getContentDecoderFactories().clear();
            // Jetty's handler would repeat the request with credentials, and reports a 401 without a WWW-Authenticate
            // header as a broken connection.
            getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        }

        @Override
        public void close() {
            try {
                stop();
            } catch (Exception e) {
                log.warn("The HTTP client for PEMS did not stop cleanly", e);
            }
        }
    }
}
