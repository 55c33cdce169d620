package com.pfavanguard.sync.api;

import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Adds to the OpenAPI description what the library cannot derive from the controllers: field values, errors, the build. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class ApiDescription {

    private static final String SCHEMAS = "#/components/schemas/";

    // Possible for every operation. In open mode 403 is about host or origin, and there is no 429.
    private static final List<Integer> ALWAYS = List.of(400, 403, 406, 429, 500, 503);

    private static final String TOKEN = "token";

    @Bean
    @SuppressWarnings("rawtypes") // as in the library
    OpenApiCustomizer apiDescriptionCustomizer(ObjectProvider<BuildProperties> build, SecurityProperties security) {
        return api -> {
            build.ifAvailable(properties -> api.setInfo(info(properties)));
            Map<String, Schema> schemas = api.getComponents().getSchemas();
            schemas.put(PfaValues.class.getSimpleName(), DescribedSchemas.anyValues());
            schemas.put(DescribedSchemas.CHANGES, DescribedSchemas.changes());
            schemas.put(DescribedSchemas.PROBLEM, DescribedSchemas.problem());
            changesOnly(schemas, "Modification", "changes");
            changesOnly(schemas, "ResolveRequest", "mergedData");
            api.getPaths()
                    .forEach((path, item) -> item.readOperations().forEach(operation -> describe(path, operation)));
            if (security.mode() == Mode.JWT) {
                askForToken(api);
            }
        };
    }

    private static Info info(BuildProperties build) {
        return new Info().title(build.getName()).version(build.getVersion()).description(build.get("description"));
    }

    @SuppressWarnings("rawtypes") // as in the library
    private static void changesOnly(Map<String, Schema> schemas, String owner, String property) {
        Schema<?> described = Objects.requireNonNull(schemas.get(owner), owner);
        described.getProperties().put(property, new Schema<>().$ref(SCHEMAS + DescribedSchemas.CHANGES));
    }

    private static List<Operation> operations(OpenAPI api) {
        return api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .toList();
    }

    private static void askForToken(OpenAPI api) {
        api.getComponents()
                .addSecuritySchemes(
                        TOKEN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        api.addSecurityItem(new SecurityRequirement().addList(TOKEN));
        operations(api).forEach(operation -> operation.getResponses().addApiResponse("401", problem(401)));
    }

    private static void describe(String path, Operation operation) {
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        // Optional in Java only, so that the answer can name the missing parameter.
        parameters.stream()
                .filter(parameter -> parameter.getName().equals("organizationId"))
                .forEach(parameter -> parameter.setRequired(true));
        SortedSet<Integer> statuses = new TreeSet<>(ALWAYS);
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

    private static ApiResponse problem(int status) {
        Schema<?> schema = new Schema<>().$ref(SCHEMAS + DescribedSchemas.PROBLEM);
        ApiResponse response = new ApiResponse()
                .description(HttpStatus.valueOf(status).getReasonPhrase())
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
        if (status == HttpStatus.TOO_MANY_REQUESTS.value()) {
            response.addHeaderObject(
                    HttpHeaders.RETRY_AFTER,
                    new Header().description("In seconds").schema(new Schema<>().type("integer")));
        }
        return response;
    }
}
