package com.pfavanguard.sync.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says in the schema of a record which properties are always present and which may be null, as its {@code @Nullable} and
 * {@code @JsonInclude} do. Without it, all properties count as optional, and no generated client can rely on any.
 */
@Component
@ConditionalOnRole(Role.API)
@SuppressWarnings("rawtypes") // as in the library
class RecordModels implements ModelConverter {

    private static final String NULL = "null";

    @Override
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = Json31.mapper().constructType(type.getType());
        if (schema != null && java != null && java.getRawClass().isRecord()) {
            Schema model = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(name(schema.get$ref()));
            if (model != null && model.getProperties() != null) {
                complete(model, java.getRawClass());
            }
        }
        return schema;
    }

    private static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    @SuppressWarnings("unchecked")
    private static void complete(Schema model, Class<?> record) {
        JsonInclude inclusion = record.getAnnotation(JsonInclude.class);
        boolean leavesOutNulls = inclusion != null && inclusion.value() == JsonInclude.Include.NON_NULL;
        Map<String, Schema> properties = model.getProperties();
        Set<String> required = new LinkedHashSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Schema property = properties.get(component.getName());
            if (property == null) {
                continue;
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!nullable || isRequired(component)) {
                required.add(component.getName());
            } else if (!leavesOutNulls) {
                properties.put(component.getName(), nullable(property));
                required.add(component.getName());
            }
        }
        model.setRequired(List.copyOf(required));
    }

    private static boolean isRequired(RecordComponent component) {
        var described = component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return described != null && described.requiredMode() == RequiredMode.REQUIRED;
    }

    // Changing it again changes nothing: the library asks more than once for some records.
    @SuppressWarnings("unchecked")
    private static Schema nullable(Schema property) {
        if (property.get$ref() != null) {
            Schema<?> either = new Schema<>().description(property.getDescription());
            return either.anyOf(List.of(new Schema<>().$ref(property.get$ref()), DescribedSchemas.ofType(NULL)));
        }
        if (property.getTypes() != null && !property.getTypes().contains(NULL)) {
            Set<String> types = new LinkedHashSet<>(property.getTypes());
            types.add(NULL);
            property.setTypes(types);
            if (property.getEnum() != null) {
                List<Object> values = new ArrayList<>(property.getEnum());
                values.add(null);
                property.setEnum(values);
            }
        }
        return property;
    }

    /** Whether a value may be null by this schema. */
    static boolean isNullable(Schema<?> property) {
        return property.getTypes() != null && property.getTypes().contains(NULL)
                || property.getAnyOf() != null && property.getAnyOf().stream().anyMatch(RecordModels::isNullable);
    }
}
