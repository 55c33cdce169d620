package com.pfavanguard.sync.api;

import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Errors of all other controllers as problems. Boot would see to that by itself ({@code
 * spring.mvc.problemdetails.enabled}), but makes way as soon as there is any handler of this kind, and {@link ApiErrors}
 * is one.
 */
@Order(1)
@ControllerAdvice
class OtherErrors extends ResponseEntityExceptionHandler {}
