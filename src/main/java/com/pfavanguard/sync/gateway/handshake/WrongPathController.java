package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers requests below the endpoint that its mapping does not match: no organization, or several path segments. */
@RestController
@ConditionalOnRole(Role.GATEWAY)
class WrongPathController {

    @RequestMapping({"/api/ws/sync", "/api/ws/sync/", "/api/ws/sync/*/**"})
    ResponseEntity<ProblemDetail> notAnOrganization() {
        return ResponseEntity.of(HandshakeProblems.invalidOrganization().toProblemDetail())
                .build();
    }
}
