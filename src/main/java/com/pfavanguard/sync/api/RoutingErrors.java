package com.pfavanguard.sync.api;

import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers requests that reach no controller, and requests whose query cannot be parsed. Runs before {@link ApiErrors},
 * which would report the latter as a 500.
 */
@Order(-1)
@RestControllerAdvice
class RoutingErrors {

    @ExceptionHandler({
        HttpRequestMethodNotSupportedException.class,
        HttpMediaTypeException.class,
        NoHandlerFoundException.class,
        NoResourceFoundException.class
    })
    ResponseEntity<ProblemDetail> notRouted(Exception e) throws Exception {
        if (!(e instanceof ErrorResponse refusal)) {
            throw e;
        }
        ProblemDetail problem = refusal.getBody();
        ErrorCode.complete(problem, refusal.getStatusCode());
        if (refusal.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
            problem.setDetail("There is nothing at this address");
        }
        return answer(problem, refusal.getHeaders());
    }

    /** Jetty throws these from the first access to a parameter if the query contains broken escapes. */
    @ExceptionHandler({
        HttpException.IllegalArgumentException.class,
        HttpException.IllegalStateException.class,
        HttpException.RuntimeException.class
    })
    ResponseEntity<ProblemDetail> unreadable() {
        String detail = "The query of the URL contains invalid percent-encoding";
        return answer(
                ApiException.problem(HttpStatus.BAD_REQUEST, ErrorCode.VALIDATION_ERROR, detail, Map.of()),
                HttpHeaders.EMPTY);
    }

    // Sets the type so that Spring skips content negotiation: an error in an unwanted format is better than none.
    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
