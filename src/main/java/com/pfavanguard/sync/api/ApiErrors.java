package com.pfavanguard.sync.api;

import com.pfavanguard.sync.messaging.BrokerTrouble;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.vital.BoundedLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jms.JmsException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every error of the REST API with problem JSON with a {@code code}. Never contains a class name, a stack trace
 * or a value from the request.
 */
@Order(0)
@RestControllerAdvice(annotations = PemsApi.class)
class ApiErrors extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);

    private final BoundedLog lines = new BoundedLog();

    // Absent in processes without the API role, which have no REST API either.
    private final ObjectProvider<Access> access;

    ApiErrors(ObjectProvider<Access> access) {
        this.access = access;
    }

    @ExceptionHandler({JmsException.class, SyncEventPublishException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> brokerTrouble(Exception e, HttpServletRequest request) {
        BrokerTrouble trouble = BrokerTrouble.of(e);
        lines.tell(
                log,
                Level.WARN,
                trouble + request.getMethod(),
                "{} {} failed, the message broker being {}: {}",
                request.getMethod(),
                request.getRequestURI(),
                trouble,
                NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        if (trouble == BrokerTrouble.OUTCOME_UNKNOWN && !request.getMethod().equals("GET")) {
            access.ifAvailable(known -> known.outcomeUnknown(request));
        }
        return switch (trouble) {
            case FULL -> brokerTrouble(ErrorCode.QUEUE_FULL, "The message broker is full" + unchanged(request));
            case DISK_FULL ->
                brokerTrouble(ErrorCode.QUEUE_FULL, "The message broker's disk is nearly full" + unchanged(request));
            case OUTCOME_UNKNOWN ->
                brokerTrouble(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "The message broker's answer was lost, so the change may or may not have been made. Repeat the"
                                + " request: edits with the same Idempotency-Key are queued once");
            case UNAVAILABLE ->
                brokerTrouble(
                        ErrorCode.SERVICE_UNAVAILABLE, "The message broker cannot be reached" + unchanged(request));
        };
    }

    private static String unchanged(HttpServletRequest request) {
        return request.getMethod().equals("GET") ? "; try again later" : "; nothing was changed, try again later";
    }

    private static ResponseEntity<ProblemDetail> brokerTrouble(ErrorCode code, String detail) {
        return answer(HttpStatus.SERVICE_UNAVAILABLE, code, detail, Map.of());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        String requestId = UUID.randomUUID().toString();
        lines.tell(log, Level.ERROR, e.getClass().getName(), "Request {} failed", requestId, e);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                ErrorCode.INTERNAL_ERROR,
                "The server failed to answer this request; its log has the cause under this requestId",
                Map.of("requestId", requestId));
    }

    private static ResponseEntity<ProblemDetail> answer(
            HttpStatus status, ErrorCode code, String detail, Map<String, Object> more) {
        return ResponseEntity.of(ApiException.problem(status, code, detail, more))
                .headers(headers -> headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON))
                .build();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = UnreadableBody.problem(e);
        return handleExceptionInternal(e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ErrorCode.complete(body, status);
        HttpHeaders typed = HttpHeaders.copyOf(headers);
        typed.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return super.createResponseEntity(body, typed, status, request);
    }
}
