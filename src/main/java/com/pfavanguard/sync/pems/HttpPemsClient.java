package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Reads and writes records over HTTP (domain.md, "PEMS write API"): PUT to write, GET to read, HTTP Basic, {@code
 * tenant} and {@code organization} headers.
 */
final class HttpPemsClient implements PemsClient, AutoCloseable {

    private final PemsBaseUrl baseUrl;
    private final OrganizationCodes codes;
    private final PemsHttp http;
    private final PemsJson json = new PemsJson();

    HttpPemsClient(
            PemsBaseUrl baseUrl,
            OrganizationCodes codes,
            PemsProperties properties,
            Clock clock,
            ObservationRegistry observations) {
        this.baseUrl = baseUrl;
        this.codes = codes;
        http = new PemsHttp(properties, clock, observations);
    }

    @Override
    public boolean serves(OrganizationId organizationId) {
        return codes.find(organizationId).isPresent();
    }

    @Override
    public PfaRecord read(OrganizationId organizationId, PfaId pfaId) {
        String what = "read of PFA " + pfaId + " of organization " + organizationId;
        String code = codes.of(organizationId);
        PemsAnswer answer = http.get(uri(pfaId), code, what);
        if (!answer.isSuccess()) {
            throw answer.asRefusalOf(what);
        }
        return json.record(answer, organizationId, code, pfaId, what);
    }

    @Override
    public PemsUpdateResult update(PemsUpdate update) {
        String what = "update of PFA " + update.pfaId() + " of organization " + update.organizationId();
        String code = codes.of(update.organizationId());
        PemsAnswer answer = http.put(uri(update.pfaId()), code, json.body(update, code), what);
        if (answer.isConflict()) {
            return json.conflict(answer, what);
        }
        if (!answer.isSuccess()) {
            throw answer.asRefusalOf(what);
        }
        return json.accepted(answer, update.version(), what);
    }

    @Override
    public PemsHealth health() {
        long asked = System.nanoTime();
        String error = healthError();
        return new PemsHealth(error == null, Duration.ofNanos(System.nanoTime() - asked), error);
    }

    private @Nullable String healthError() {
        try {
            int status = http.healthStatus(uri("/api/pems/health"));
            return status >= 200 && status < 300 ? null : "PEMS answered HTTP " + status;
        } catch (PemsException e) {
            return e.userMessage();
        }
    }

    private URI uri(PfaId pfaId) {
        // Proxies treat a path segment of dots as a directory; no escaping prevents that.
        if (pfaId.value().matches("\\.+")) {
            throw PemsException.notAsked("A PFA id cannot consist of dots only", PemsErrorCode.NOT_FOUND.userMessage());
        }
        return uri("/api/pems/pfa/" + pfaId);
    }

    // A PfaId holds no character that needs escaping in a path.
    private URI uri(String path) {
        return UriComponentsBuilder.fromUri(baseUrl.get())
                .path(path)
                .build(true)
                .toUri();
    }

    @Override
    public void close() {
        http.close();
    }
}
