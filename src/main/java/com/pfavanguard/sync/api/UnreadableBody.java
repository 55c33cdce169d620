package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Describes what is wrong with a request body that cannot be read, for the controllers of every API alike. */
final class UnreadableBody {

    private static final int LONGEST_PATH = 200;

    private UnreadableBody() {}

    static ProblemDetail problem(HttpMessageNotReadableException e) {
        return BodyTooLargeException.isIn(e)
                ? new BodyTooLargeException().getBody()
                : ApiException.badRequest(detail(e.getCause())).getBody();
    }

    // The parser's message quotes the input and names classes, so the answer contains only the path.
    private static String detail(@Nullable Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "Unknown field at " + path(unknown);
        }
        if (cause instanceof DatabindException mismatch && !mismatch.getPath().isEmpty()) {
            return "Wrong type of value at " + path(mismatch);
        }
        return "The body must be one JSON object as documented";
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        e.getPath().forEach(step -> {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        });
        return Texts.cut(Texts.wellFormed(path.toString()), LONGEST_PATH);
    }
}
