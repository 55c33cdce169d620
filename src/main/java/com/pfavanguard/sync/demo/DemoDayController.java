package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.web.Problem;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts, shows and stops the demo day, for the live page. */
@RestController
@RequestMapping(path = "/api/demo/{organizationId}/day", produces = MediaType.APPLICATION_JSON_VALUE)
@ConditionalOnRole(Role.API)
@ConditionalOnMode(Mode.OPEN)
@ConditionalOnProperty(name = "sync.demo.enabled", matchIfMissing = true)
class DemoDayController {

    private final DemoDay day;

    DemoDayController(DemoDay day) {
        this.day = day;
    }

    /** Tells how far the demo day is, or why none can be played. */
    @GetMapping
    DemoDayState demoDay(@PathVariable String organizationId) {
        SampleWriteController.organization(organizationId);
        return day.state();
    }

    /**
     * Begins a demo day. JSON only, and the body is required, for the reason that {@link SampleWriteController} gives.
     *
     * @param nothing an empty object
     */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    DemoDayState beginDemoDay(@PathVariable String organizationId, @RequestBody Map<String, Object> nothing) {
        return day.begin(SampleWriteController.organization(organizationId));
    }

    /** Ends the demo day early. */
    @DeleteMapping
    DemoDayState endDemoDay(@PathVariable String organizationId) {
        SampleWriteController.organization(organizationId);
        return day.end();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(DemoDayRefusedException e) {
        Problem problem = Problem.of(HttpStatus.CONFLICT, "VALIDATION_FAILED", Objects.requireNonNull(e.getMessage()));
        return ResponseEntity.of(problem.toProblemDetail()).build();
    }
}
