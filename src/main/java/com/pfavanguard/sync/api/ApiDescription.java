package com.pfavanguard.sync.api;

import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds to the OpenAPI description what the library cannot derive from the controllers: field values, errors, headers. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class ApiDescription {

    /** Version of the contract, also of the messages; src/docs/reference/contract.md says when it changes. */
    static final String CONTRACT_VERSION = "0.2.0";

    static final String SCHEMAS = "#/components/schemas/";

    private static final String TOKEN = "token";

    @Bean
    @SuppressWarnings("rawtypes") // as in the library
    OpenApiCustomizer apiDescriptionCustomizer(ObjectProvider<BuildProperties> build) {
        return api -> {
            build.ifAvailable(properties -> api.setInfo(info(properties)));
            Map<String, Schema> schemas = api.getComponents().getSchemas();
            schemas.put(PfaValues.class.getSimpleName(), DescribedSchemas.anyValues());
            schemas.put(DescribedSchemas.CHANGES, DescribedSchemas.changes());
            schemas.putAll(DescribedSchemas.errors());
            schemas.putAll(DescribedStates.schemas());
            changesOnly(schemas, "Modification", "changes");
            changesOnly(schemas, "ResolveRequest", "mergedData");
            DescribedOperations.addHeaders(api.getComponents());
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap()
                            .forEach((method, operation) -> DescribedOperations.describe(path, operation)));
            nullsAreOptionalInRequests(api);
            schemas.forEach(DescribedSchemas::limitIds);
            askForToken(api);
            DescribedTexts.clean(api);
            DescribedExamples.addTo(api);
        };
    }

    private static Info info(BuildProperties build) {
        return new Info()
                .title(build.getName())
                .version(CONTRACT_VERSION)
                .description(build.get("description")
                        + " Fields that you do not know, and new values of texts with a fixed list of values, may come"
                        + " in later versions. In requests unknown fields are refused.");
    }

    @SuppressWarnings("rawtypes") // as in the library
    private static void changesOnly(Map<String, Schema> schemas, String owner, String property) {
        Schema<?> described = Objects.requireNonNull(schemas.get(owner), owner);
        Schema<?> old = Objects.requireNonNull(described.getProperties().get(property));
        Schema<?> changes = new Schema<>().$ref(SCHEMAS + DescribedSchemas.CHANGES);
        described
                .getProperties()
                .put(
                        property,
                        RecordModels.isNullable(old)
                                ? new Schema<>()
                                        .description(old.getDescription())
                                        .anyOf(List.of(changes, DescribedSchemas.ofType("null")))
                                : changes.description(old.getDescription()));
    }

    private static void askForToken(OpenAPI api) {
        api.getComponents()
                .addSecuritySchemes(
                        TOKEN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description("A gateway in open mode asks for no token (sync.security.mode)."));
        api.addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    /** In answers a property that may be null is present all the same; in requests it may be left out. */
    private static void nullsAreOptionalInRequests(OpenAPI api) {
        Set<String> seen = new HashSet<>();
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getRequestBody)
                .filter(Objects::nonNull)
                .forEach(body -> body.getContent()
                        .values()
                        .forEach(content -> nullsAreOptional(api, content.getSchema(), seen)));
    }

    @SuppressWarnings("rawtypes") // as in the library
    private static void nullsAreOptional(OpenAPI api, Schema<?> schema, Set<String> seen) {
        if (schema.get$ref() != null && seen.add(schema.get$ref())) {
            String name = schema.get$ref().substring(SCHEMAS.length());
            nullsAreOptional(
                    api, Objects.requireNonNull(api.getComponents().getSchemas().get(name)), seen);
        }
        if (schema.getItems() != null) {
            nullsAreOptional(api, schema.getItems(), seen);
        }
        Map<String, Schema> properties = schema.getProperties();
        if (properties != null && schema.getRequired() != null) {
            schema.setRequired(schema.getRequired().stream()
                    .filter(name -> !RecordModels.isNullable(Objects.requireNonNull(properties.get(name))))
                    .toList());
            properties.values().forEach(property -> nullsAreOptional(api, property, seen));
        }
    }
}
