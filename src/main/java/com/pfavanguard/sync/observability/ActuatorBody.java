package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.web.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets a JSON body for an actuator endpoint contain lists, such as the ids of many failed edits, and {@code true}: Boot
 * reads it as a map of texts, so this joins the values of a list by commas and writes other values as text. Also limits
 * the body's size, as no filter does at a management port.
 */
@ControllerAdvice
class ActuatorBody extends RequestBodyAdviceAdapter {

    private static final String ACTUATOR = "org.springframework.boot.";
    private static final int MOST_BYTES = 64 * 1024;

    @Override
    public boolean supports(
            MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converterType) {
        return parameter.getContainingClass().getName().startsWith(ACTUATOR)
                && Map.class.isAssignableFrom(parameter.getParameterType());
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converterType)
            throws IOException {
        byte[] body = message.getBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw Problem.of(
                            HttpStatus.CONTENT_TOO_LARGE,
                            "PAYLOAD_TOO_LARGE",
                            "The body may have at most " + MOST_BYTES + " bytes")
                    .toException();
        }
        return new Flat(message.getHeaders(), flat(body));
    }

    private static JsonNode text(String value) {
        return JsonMapper.shared().getNodeFactory().stringNode(value);
    }

    private static byte[] flat(byte[] body) {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            if (!(json instanceof ObjectNode members)) {
                return body;
            }
            members.properties().forEach(member -> {
                JsonNode value = member.getValue();
                if (value.isArray()) {
                    member.setValue(
                            text(value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))));
                } else if (value.isBoolean() || value.isNumber()) {
                    member.setValue(text(value.asString()));
                }
            });
            return JsonMapper.shared().writeValueAsBytes(members);
        } catch (JacksonException e) {
            // Spring's converter reads it too, and says what is wrong.
            return body;
        }
    }

    private record Flat(HttpHeaders headers, byte[] body) implements HttpInputMessage {

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
