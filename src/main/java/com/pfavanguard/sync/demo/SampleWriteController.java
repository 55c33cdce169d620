package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.web.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Publishes sample events, for the live page's button and for developers. */
@RestController
@ConditionalOnRole(Role.API)
@ConditionalOnProperty(name = "sync.demo.enabled", matchIfMissing = true)
class SampleWriteController {

    // Accepts JSON only: a page of another origin cannot send JSON here without a CORS permission, which does not
    // exist.
    // So the body is required, even if it is an empty object: with an optional body, Spring would accept a POST without
    // one, whatever its content type.

    private static final Logger log = LoggerFactory.getLogger(SampleWriteController.class);

    private final SampleWrites sampleWrites;
    private final AtomicInteger versions = new AtomicInteger(1);

    SampleWriteController(SampleWrites sampleWrites) {
        this.sampleWrites = sampleWrites;
    }

    /**
     * The record of a sample write.
     *
     * @param pfaId its record; one is made up if it is absent
     */
    record SampleWriteOrder(@Nullable String pfaId) {}

    /**
     * A sample write has begun.
     *
     * @param organizationId the organization whose clients get the events
     * @param pfaId the record whose events follow
     */
    record SampleWriteReceipt(String organizationId, String pfaId) {}

    /**
     * Starts a sample write. Its events follow on the stream within some seconds; nothing is written to PEMS.
     *
     * @param outcome how the sample write ends; {@code retry}: fails once, then succeeds
     */
    @PostMapping(path = "/api/demo/{organizationId}/sample-write", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    SampleWriteReceipt sampleWrite(
            @PathVariable String organizationId,
            @Parameter(
                            schema =
                                    @Schema(
                                            defaultValue = "success",
                                            allowableValues = {"success", "retry", "conflict", "failed"}))
                    @RequestParam(defaultValue = "success")
                    String outcome,
            @RequestBody SampleWriteOrder order) {
        SampleWrite write = new SampleWrite(
                organization(organizationId),
                order.pfaId() == null ? madeUp() : pfa(order.pfaId()),
                outcome(outcome),
                versions.incrementAndGet());
        if (!sampleWrites.begin(write)) {
            throw problem(HttpStatus.TOO_MANY_REQUESTS, "Too many sample writes are running; try again in a moment");
        }
        return new SampleWriteReceipt(
                write.organizationId().value(), write.pfaId().value());
    }

    static OrganizationId organization(String text) {
        if (!OrganizationId.isValid(text)) {
            throw problem(HttpStatus.BAD_REQUEST, "The organization id must match " + OrganizationId.SYNTAX);
        }
        return new OrganizationId(text);
    }

    private static PfaId pfa(String text) {
        if (!PfaId.isValid(text)) {
            throw problem(HttpStatus.BAD_REQUEST, "The pfaId must match " + PfaId.SYNTAX);
        }
        return new PfaId(text);
    }

    private static PfaId madeUp() {
        return new PfaId("PFA-" + ThreadLocalRandom.current().nextInt(70_000, 80_000));
    }

    private static Outcome outcome(String text) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        problem(HttpStatus.BAD_REQUEST, "The outcome must be success, retry, conflict or failed"));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return Problem.of(status, "VALIDATION_ERROR", detail).toException();
    }

    /** The broker's error text stays in the log. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> brokerDown(SyncEventPublishException e) {
        log.warn("A sample write could not start: {}", e.getMessage());
        Problem problem = Problem.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "SERVICE_UNAVAILABLE",
                "The message broker cannot be reached; nothing was published. Try again in a moment");
        return ResponseEntity.of(problem.toProblemDetail()).build();
    }
}
