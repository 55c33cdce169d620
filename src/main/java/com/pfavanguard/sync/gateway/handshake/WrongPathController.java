package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what the endpoint's own mapping does not match: no organization at all, or more than one path segment. */
@RestController
@ConditionalOnRole(Role.GATEWAY)
class WrongPathController {

    @RequestMapping({"/api/ws/sync", "/api/ws/sync/", "/api/ws/sync/*/**"})
    ResponseEntity<ProblemDetail> notAnOrganization() {
        HandshakeProblem problem = HandshakeProblem.invalidOrganization();
        return ResponseEntity.of(problem.toProblemDetail()).build();
    }
}
