package com.pfavanguard.sync.web;

import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refused request, as RFC 9457 problem JSON with a {@code code} for programs.
 *
 * @param retryAfter seconds after which another try may help; 0 if none will
 */
public record Problem(HttpStatus status, String code, String detail, int retryAfter) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public byte[] toJson() {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", status.getReasonPhrase())
                .put("status", status.value())
                .put("detail", detail)
                .put("code", code)
                .put("retryable", retryAfter > 0));
    }
}
