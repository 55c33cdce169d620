package com.pfavanguard.sync.api;

import com.pfavanguard.sync.vital.LogContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/** Ends with each request what {@link Access} has put into the log lines of its thread, which serves others next. */
final class LogContextEnd implements HandlerInterceptor {

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        LogContext.forgetOrganization();
    }
}
