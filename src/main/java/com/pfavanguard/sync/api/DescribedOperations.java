package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Completes each operation of the OpenAPI description: parameters, errors with their codes, headers. */
final class DescribedOperations {

    private static final String HEADERS = "#/components/headers/";
    private static final List<String> RATE_LIMIT = List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");

    // error-codes.md has the same table.
    private static final SortedMap<Integer, List<ErrorCode>> CODES = new TreeMap<>(Map.ofEntries(
            Map.entry(400, List.of(ErrorCode.VALIDATION_ERROR, ErrorCode.BAD_REQUEST, ErrorCode.VALIDATION_FAILED)),
            Map.entry(
                    401,
                    List.of(
                            ErrorCode.UNAUTHORIZED,
                            ErrorCode.INVALID_TOKEN,
                            ErrorCode.TOKEN_EXPIRED,
                            ErrorCode.TOKEN_REVOKED)),
            Map.entry(
                    403,
                    List.of(
                            ErrorCode.ACCOUNT_INACTIVE,
                            ErrorCode.ORG_ACCESS_DENIED,
                            ErrorCode.PERMISSION_DENIED,
                            ErrorCode.ORGANIZATION_INACTIVE,
                            ErrorCode.FORBIDDEN)),
            Map.entry(404, List.of(ErrorCode.NOT_FOUND)),
            Map.entry(405, List.of(ErrorCode.METHOD_NOT_ALLOWED)),
            Map.entry(406, List.of(ErrorCode.NOT_ACCEPTABLE)),
            Map.entry(
                    409,
                    List.of(
                            ErrorCode.CONFLICT_ALREADY_RESOLVED,
                            ErrorCode.TOO_MANY_CONFLICTS,
                            ErrorCode.IDEMPOTENCY_KEY_REUSED,
                            ErrorCode.VALIDATION_FAILED)),
            Map.entry(413, List.of(ErrorCode.PAYLOAD_TOO_LARGE)),
            Map.entry(415, List.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE)),
            Map.entry(429, List.of(ErrorCode.RATE_LIMIT_EXCEEDED)),
            Map.entry(500, List.of(ErrorCode.INTERNAL_ERROR)),
            Map.entry(503, List.of(ErrorCode.QUEUE_FULL, ErrorCode.STATES_NOT_LOADED, ErrorCode.SERVICE_UNAVAILABLE))));

    // Possible for every operation.
    private static final List<Integer> ALWAYS = List.of(400, 401, 403, 406, 429, 500, 503);

    private DescribedOperations() {}

    /** The codes of each status. */
    static SortedMap<Integer, List<ErrorCode>> codes() {
        return CODES;
    }

    static void addHeaders(Components components) {
        components.addHeaders("RateLimit-Limit", number("Requests allowed per minute. With a token only"));
        components.addHeaders("RateLimit-Remaining", number("Requests left. With a token only"));
        components.addHeaders(
                "RateLimit-Reset", number("Seconds until the full limit is available again. With a token only"));
        components.addHeaders(
                DescribedStates.LAST_EVENT_ID,
                new Header()
                        .description("Position in the stream, as in the body")
                        .schema(DescribedSchemas.text(EventId.SYNTAX)));
        components.addHeaders(
                HttpHeaders.RETRY_AFTER, number("Seconds to wait before the next try, where it is known"));
        components.addHeaders(
                HttpHeaders.WWW_AUTHENTICATE,
                new Header().description("Bearer, RFC 6750").schema(DescribedSchemas.ofType("string")));
    }

    private static Header number(String description) {
        return new Header()
                .description(description)
                .schema(DescribedSchemas.ofType("integer").minimum(BigDecimal.ZERO));
    }

    static void describe(String path, Operation operation) {
        List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
        parameters.forEach(DescribedOperations::describe);
        operation.setTags(Objects.requireNonNullElse(operation.getTags(), List.<String>of()).stream()
                .map(DescribedTexts::tag)
                .toList());
        operation.getResponses().values().forEach(DescribedOperations::describeSuccess);
        DescribedStates.describe(path, operation);
        TreeSet<Integer> statuses = new TreeSet<>(ALWAYS);
        if (operation.getRequestBody() != null) {
            statuses.addAll(List.of(413, 415));
        }
        // Other paths contain an organization; their operations never answer 404 or 409.
        if (path.startsWith("/api/pems/")
                && parameters.stream().anyMatch(parameter -> parameter.getIn().equals("path"))) {
            statuses.addAll(List.of(404, 409));
        }
        if (parameters.stream().anyMatch(parameter -> parameter.getIn().equals("header"))) {
            statuses.add(409);
        }
        statuses.forEach(status -> operation.getResponses().addApiResponse(String.valueOf(status), problem(status)));
    }

    // Sets new schemas: the library shares them among parameters of one type.
    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "organizationId" -> {
                // Optional in Java only, so that the answer can name the missing parameter.
                parameter.setRequired(true);
                parameter.setSchema(DescribedSchemas.text(OrganizationId.SYNTAX));
                describe(parameter, "Internal id of the organization, never its PEMS code");
                parameter.setExample("org-andes");
            }
            case "page" -> {
                parameter.setSchema(number(parameter).minimum(BigDecimal.ZERO));
                describe(parameter, "Number of the page, from 0");
            }
            case "size" -> {
                parameter.setSchema(
                        number(parameter).minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(Page.MAX_SIZE)));
                describe(parameter, "Elements per page");
            }
            case "limit" ->
                parameter.setSchema(
                        number(parameter).minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(DescribedStates.MOST)));
            case "after" -> parameter.setSchema(DescribedSchemas.text(EventId.SYNTAX));
            case "pfaId" ->
                parameter.setSchema(list(DescribedSchemas.text(PfaId.SYNTAX)).maxItems(DescribedStates.MOST_PFA_IDS));
            case "type" -> parameter.setSchema(list(DescribedSchemas.oneOf(DescribedStates.types())));
            default -> {}
        }
    }

    private static Schema<?> list(Schema<?> items) {
        return DescribedSchemas.ofType("array").items(items).minItems(1);
    }

    private static Schema<?> number(Parameter parameter) {
        Schema<Object> schema = DescribedSchemas.ofType("integer");
        schema.format("int32").setDefault(parameter.getSchema().getDefault());
        return schema;
    }

    private static void describe(Parameter parameter, String description) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(description);
        }
    }

    // The library gives controllers that name no format all formats; ours answer JSON.
    private static void describeSuccess(ApiResponse response) {
        RATE_LIMIT.forEach(name -> header(response, name));
        Content content = response.getContent();
        if (content != null && content.containsKey("*/*")) {
            response.setContent(new Content().addMediaType("application/json", content.get("*/*")));
        }
    }

    private static ApiResponse problem(int status) {
        Schema<?> schema = new Schema<>().$ref(ApiDescription.SCHEMAS + DescribedSchemas.PROBLEM);
        List<String> codes = Objects.requireNonNull(CODES.get(status)).stream()
                .map(Enum::name)
                .toList();
        ApiResponse response = new ApiResponse()
                .description(HttpStatus.valueOf(status).getReasonPhrase() + ": " + String.join(", ", codes))
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType()
                                        .schema(schema)
                                        .example(DescribedExamples.problem(status, codes.get(0)))));
        switch (status) {
            case 401 -> header(response, HttpHeaders.WWW_AUTHENTICATE);
            case 429, 503 -> header(response, HttpHeaders.RETRY_AFTER);
            default -> {}
        }
        if (status == HttpStatus.TOO_MANY_REQUESTS.value()) {
            RATE_LIMIT.forEach(name -> header(response, name));
        }
        return response;
    }

    /** Adds one of the headers of {@link #addHeaders}. */
    static void header(ApiResponse response, String name) {
        response.addHeaderObject(name, new Header().$ref(HEADERS + name));
    }
}
