package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.web.Problem;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Builds the answers to refused handshakes: what is wrong, and when another try may help. {@link Problem} writes their
 * JSON.
 */
final class HandshakeProblems {

    // Another gateway, by way of the load balancer, or this one after its restart may accept the client.
    private static final int SOON_SECONDS = 5;

    // Until a session of the same user, organization or address has ended.
    private static final int LATER_SECONDS = 30;

    private static final String BRING_TOKEN =
            "An access token is needed: in the Authorization header, as sub-protocol bearer.<token> beside v12.stomp or"
                    + " json, or for STOMP in the CONNECT frame";

    private HandshakeProblems() {}

    static Problem of(Limit limit) {
        return switch (limit) {
            case CONNECTS_PER_ADDRESS ->
                tooFast(
                        HttpStatus.TOO_MANY_REQUESTS,
                        CloseCode.RATE_LIMIT_EXCEEDED,
                        "Too many handshakes from your address");
            case CONNECTS ->
                tooFast(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        CloseCode.SERVICE_UNAVAILABLE,
                        "Too many handshakes at the moment");
            case CONNECTIONS_PER_ORGANIZATION -> tooMany("This organization");
            case CONNECTIONS_PER_USER -> tooMany("This user");
            case CONNECTIONS_PER_ADDRESS -> tooMany("Your address");
            case UNAUTHENTICATED_CONNECTIONS ->
                full("Too many open connections have not sent a token yet; send yours with the handshake");
            default -> full("The gateway has its maximum number of connections (sync.gateway.max-connections)");
        };
    }

    private static Problem tooFast(HttpStatus status, CloseCode code, String detail) {
        return retryable(status, code, detail, 1 + ThreadLocalRandom.current().nextInt(SOON_SECONDS));
    }

    private static Problem tooMany(String whose) {
        return retryable(
                HttpStatus.TOO_MANY_REQUESTS,
                CloseCode.TOO_MANY_CONNECTIONS,
                whose + " has its maximum number of connections; close one, or retry later",
                LATER_SECONDS);
    }

    private static Problem full(String detail) {
        return retryable(HttpStatus.SERVICE_UNAVAILABLE, CloseCode.SERVICE_UNAVAILABLE, detail, SOON_SECONDS);
    }

    // Up to twice as long, at random, so that clients that were refused together do not all return together.
    private static Problem retryable(HttpStatus status, CloseCode code, String detail, int seconds) {
        return Problem.of(status, code.name(), detail)
                .retryableAfter(seconds + ThreadLocalRandom.current().nextInt(seconds + 1));
    }

    static Problem shuttingDown() {
        return full("The gateway is shutting down");
    }

    static Problem badRequest(String detail) {
        return Problem.of(HttpStatus.BAD_REQUEST, "BAD_REQUEST", detail);
    }

    static Problem invalidOrganization() {
        return badRequest(
                "Connect to " + SyncEndpoint.PATH + "<organizationId>, where the id matches " + OrganizationId.SYNTAX);
    }

    static Problem methodNotAllowed() {
        return Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "A WebSocket handshake is a GET")
                .withHeader(HttpHeaders.ALLOW, "GET");
    }

    static Problem upgradeRequired(String detail) {
        return Problem.of(HttpStatus.UPGRADE_REQUIRED, "UPGRADE_REQUIRED", detail)
                .withHeader(HttpHeaders.UPGRADE, "websocket")
                .withHeader("Sec-WebSocket-Version", "13");
    }

    static Problem denied(Denial denial) {
        HttpStatus status = HttpStatus.valueOf(denial.status());
        Problem problem =
                Problem.of(status, denial.name(), denial == Denial.UNAUTHORIZED ? BRING_TOKEN : denial.text());
        return switch (status) {
            case UNAUTHORIZED -> problem.withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case SERVICE_UNAVAILABLE -> problem.retryableAfter(SOON_SECONDS);
            default -> problem;
        };
    }
}
