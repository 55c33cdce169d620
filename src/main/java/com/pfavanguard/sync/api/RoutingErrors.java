package com.pfavanguard.sync.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Requests that reach no controller, so that no controller's advice is asked; below {@code /api/pems} with a code. */
@Order(0)
@RestControllerAdvice
class RoutingErrors {

    @ExceptionHandler({
        HttpRequestMethodNotSupportedException.class,
        HttpMediaTypeException.class,
        NoResourceFoundException.class
    })
    ResponseEntity<ProblemDetail> notRouted(Exception e, HttpServletRequest request) throws Exception {
        if (!(e instanceof ErrorResponse refusal)) {
            throw e;
        }
        ProblemDetail problem = refusal.getBody();
        if (request.getRequestURI().startsWith("/api/pems/")) {
            problem.setProperty("code", ErrorCode.of(refusal.getStatusCode()).name());
        }
        return ResponseEntity.status(refusal.getStatusCode())
                .headers(refusal.getHeaders())
                .body(problem);
    }
}
