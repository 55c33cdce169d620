package com.pfavanguard.sync.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.HttpRequestHandlerAdapter;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Serves the page {@code /admin} at {@code management.server.port} too, since the endpoints that it asks are there. That
 * server knows endpoints only, neither controllers nor files. Boot finds this class like {@link ManagementServerSettings}.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementPages {

    private static final String PAGE = "/admin";

    /** Boot's server there has none for handlers of files. */
    @Bean
    HttpRequestHandlerAdapter pageHandlerAdapter() {
        return new HttpRequestHandlerAdapter();
    }

    @Bean
    ResourceHttpRequestHandler adminPageFile() {
        ResourceHttpRequestHandler handler = files("");
        handler.setCacheControl(CacheControl.noCache());
        handler.setResourceResolvers(List.of(new WithoutExtension()));
        return handler;
    }

    @Bean
    ResourceHttpRequestHandler adminPageAssets() {
        ResourceHttpRequestHandler handler = files("assets/");
        handler.setCacheControl(PageAssets.UNCHANGING);
        return handler;
    }

    @Bean
    SimpleUrlHandlerMapping adminPageMapping(
            ResourceHttpRequestHandler adminPageFile, ResourceHttpRequestHandler adminPageAssets) {
        return new SimpleUrlHandlerMapping(
                Map.of(PAGE, adminPageFile, "/icon.svg", adminPageFile, "/assets/**", adminPageAssets));
    }

    private static ResourceHttpRequestHandler files(String folder) {
        ResourceHttpRequestHandler handler = new ResourceHttpRequestHandler();
        handler.setLocations(List.of(new ClassPathResource("static/" + folder)));
        return handler;
    }

    private static final class WithoutExtension extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            return super.getResource(path.contains(".") ? path : path + ".html", location);
        }
    }
}
