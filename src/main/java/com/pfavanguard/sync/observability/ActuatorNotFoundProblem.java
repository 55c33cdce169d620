package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Adds problem JSON to the actuator's 404 without a body, such as for an unknown health component. */
@ControllerAdvice
class ActuatorNotFoundProblem implements ResponseBodyAdvice<Object> {

    private static final String ACTUATOR = "org.springframework.boot.";

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
        return returnType.getContainingClass().getName().startsWith(ACTUATOR);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType selectedContentType,
            Class<? extends HttpMessageConverter<?>> selectedConverterType,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body != null
                || !(response instanceof ServletServerHttpResponse answer)
                || answer.getServletResponse().getStatus() != HttpStatus.NOT_FOUND.value()) {
            return body;
        }
        answer.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return Problem.of(HttpStatus.NOT_FOUND, HttpStatus.NOT_FOUND.name(), "There is nothing at this address")
                .toProblemDetail();
    }
}
