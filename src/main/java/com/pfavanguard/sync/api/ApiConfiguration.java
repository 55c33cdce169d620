package com.pfavanguard.sync.api;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.util.Map;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class ApiConfiguration {

    /** Refuses unknown and duplicate fields: otherwise a misspelt field, and the edit in it, would be ignored. */
    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return mapper -> mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                // ALLOW_COERCION_OF_SCALARS does not cover strings.
                .withCoercionConfig(LogicalType.Textual, texts -> {
                    texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                });
    }

    /** Removes the YAML mapper of the OpenAPI library, which Spring would use for requests, without the rules above. */
    @Bean
    WebMvcConfigurer noYaml() {
        return new WebMvcConfigurer() {

            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.configureMessageConvertersList(
                        all -> all.removeIf(each -> each.canWrite(Map.class, MediaType.APPLICATION_YAML)));
            }
        };
    }
}
