package com.pfavanguard.sync.api;

import com.pfavanguard.sync.web.Problem;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Adds to each operation the example of its request and of its answer, from a file. */
final class DescribedExamples {

    /** By operation id: {@code request}, {@code response}. */
    private static final String FILE = "api-examples.json";

    private static final TypeReference<Map<String, Map<String, Object>>> EXAMPLES = new TypeReference<>() {};

    private DescribedExamples() {}

    static void addTo(OpenAPI api) {
        Map<String, Map<String, Object>> examples = read();
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> describe(operation, examples.getOrDefault(operation.getOperationId(), Map.of())));
    }

    private static Map<String, Map<String, Object>> read() {
        try (InputStream file = new ClassPathResource(FILE).getInputStream()) {
            return JsonMapper.shared().readValue(file, EXAMPLES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void describe(Operation operation, Map<String, Object> examples) {
        if (operation.getRequestBody() != null) {
            set(operation.getRequestBody().getContent(), examples.get("request"));
        }
        operation.getResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                set(response.getContent(), examples.get("response"));
            }
        });
    }

    private static void set(@Nullable Content content, @Nullable Object example) {
        if (content != null && example != null) {
            content.values().forEach(type -> type.setExample(example));
        }
    }

    /** An error with this code. */
    static Map<String, Object> problem(int status, String code) {
        Problem problem = Problem.of(HttpStatus.valueOf(status), code, "What was wrong, and what to do");
        return JsonMapper.shared().readValue(problem.toJson(), new TypeReference<LinkedHashMap<String, Object>>() {});
    }
}
