package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.pems.PemsProperties;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.start.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares this machine's clock with the issuer of the tokens and with PEMS, by the header {@code Date} of an answer,
 * whatever the answer is. The broker's clock is looked at with the broker.
 */
final class ClockCheck implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    // The header counts whole seconds.
    private static final Duration ROUNDING = Duration.ofSeconds(2);
    private static final Duration USUAL = Duration.ofSeconds(10);

    private final Surroundings surroundings;

    ClockCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<Finding> look(Setup setup) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        SecurityProperties security = setup.find(SecurityProperties.class).orElse(null);
        if (security != null && security.mode() == SecurityProperties.Mode.JWT) {
            URI keys = keys(security.jwt());
            if (keys != null) {
                compare(
                        "the issuer of the tokens",
                        keys,
                        security.jwt().clockSkew().plus(ROUNDING),
                        findings);
            }
        }
        PemsProperties pems = setup.find(PemsProperties.class).orElse(null);
        URI pemsUrl = pems == null || !setup.roles().contains(Role.WORKER) ? null : pems.baseUri();
        if (pemsUrl != null) {
            compare("PEMS", pemsUrl, USUAL, findings);
        }
        return findings.isEmpty()
                ? List.of(Finding.fine(
                        "It is %s here; no other clock to compare with",
                        surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS)))
                : findings;
    }

    private static @Nullable URI keys(SecurityProperties.Jwt jwt) {
        try {
            if (jwt.jwkSetUri() != null && !jwt.jwkSetUri().isBlank()) {
                return new URI(jwt.jwkSetUri().strip());
            }
            boolean hasKey = jwt.secret() != null || jwt.publicKey() != null;
            return hasKey || jwt.issuer() == null || jwt.issuer().isBlank()
                    ? null
                    : new URI(jwt.issuer().strip().replaceAll("/+$", "") + "/.well-known/openid-configuration");
        } catch (java.net.URISyntaxException e) {
            return null; // reported by the settings' check
        }
    }

    private void compare(String whose, URI uri, Duration tolerance, List<Finding> findings)
            throws InterruptedException {
        HttpResponse<Void> answer;
        try {
            answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.discarding());
        } catch (IOException | IllegalArgumentException e) {
            return; // reported by the check of the tokens, or of PEMS
        }
        date(answer)
                .ifPresent(date -> findings.add(
                        judge(whose, Duration.between(date, surroundings.clock().instant()), tolerance)));
    }

    private static Optional<Instant> date(HttpResponse<?> answer) {
        try {
            return answer.headers()
                    .firstValue("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Finding judge(String whose, Duration ahead, Duration tolerance) {
        return ahead.abs().compareTo(tolerance) > 0
                ? Finding.problem(
                        "This machine's clock is %d s %s that of %s. Synchronize both by NTP: tokens may count as expired,"
                                + " or as not valid yet",
                        ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of", whose)
                : Finding.fine("This machine's clock agrees with that of %s", whose);
    }
}
