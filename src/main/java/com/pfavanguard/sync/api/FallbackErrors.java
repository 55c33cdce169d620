package com.pfavanguard.sync.api;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Errors of all other controllers as problems with a {@code code}. Boot would see to that by itself, but for the code
 * ({@code spring.mvc.problemdetails.enabled}), and makes way as soon as there is any handler of this kind; {@link
 * ApiErrors} is one.
 */
@Order(1)
@ControllerAdvice
class FallbackErrors extends ResponseEntityExceptionHandler {

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (BodyTooLargeException.isIn(e)) {
            BodyTooLargeException tooLarge = new BodyTooLargeException();
            return handleExceptionInternal(e, tooLarge.getBody(), headers, tooLarge.getStatusCode(), request);
        }
        return super.handleHttpMessageNotReadable(e, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ErrorCode.complete(body, status);
        return super.createResponseEntity(body, headers, status, request);
    }
}
