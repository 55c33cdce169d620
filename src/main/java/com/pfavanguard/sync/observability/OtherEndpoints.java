package com.pfavanguard.sync.observability;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.stereotype.Component;

/**
 * Calls the read operations of other Actuator endpoints within this process. Only those that are exposed to the web:
 * what an admin has switched off is not shown by a detour. A failing endpoint leaves the others alone.
 */
@Component
class OtherEndpoints {

    private static final Logger log = LoggerFactory.getLogger(OtherEndpoints.class);

    // Id and arguments. The lists are short, since the sections of the page ask for their own.
    private static final Map<String, Map<String, Object>> ASKED = new LinkedHashMap<>();

    static {
        ASKED.put("link", Map.of());
        ASKED.put("worker", Map.of());
        ASKED.put("queues", Map.of());
        ASKED.put("pauses", Map.of());
        ASKED.put("drain", Map.of());
        ASKED.put("sessions", Map.of("sort", "lag", "limit", "10"));
        ASKED.put("refusals", Map.of("limit", "1"));
    }

    // The endpoints are found after all beans exist, this one included.
    private final ObjectProvider<WebEndpointsSupplier> endpoints;

    OtherEndpoints(ObjectProvider<WebEndpointsSupplier> endpoints) {
        this.endpoints = endpoints;
    }

    /** Answers by endpoint id; one that failed has the text of its failure in {@code problem}. */
    Map<String, Object> read() {
        Map<String, Object> answers = new LinkedHashMap<>();
        for (ExposableWebEndpoint endpoint : endpoints.getObject().getEndpoints()) {
            String id = endpoint.getEndpointId().toString();
            Map<String, Object> arguments = ASKED.get(id);
            if (arguments != null) {
                endpoint.getOperations().stream()
                        .filter(operation -> isPlainRead(operation, id))
                        .findFirst()
                        .ifPresent(operation -> answers.put(id, answer(id, operation, arguments)));
            }
        }
        return answers;
    }

    private static boolean isPlainRead(WebOperation operation, String id) {
        return operation.getRequestPredicate().getHttpMethod() == WebEndpointHttpMethod.GET
                && operation.getRequestPredicate().getPath().equals(id);
    }

    private static Object answer(String id, WebOperation operation, Map<String, Object> arguments) {
        try {
            @Nullable Object answer = operation.invoke(new InvocationContext(SecurityContext.NONE, arguments));
            @Nullable Object body = answer instanceof WebEndpointResponse<?> response ? response.getBody() : answer;
            return body == null ? Map.of() : body;
        } catch (RuntimeException e) {
            log.debug("Endpoint {} failed", id, e);
            return Map.of("problem", "The endpoint " + id + " failed: " + e.getMessage());
        }
    }
}
