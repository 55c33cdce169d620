package com.pfavanguard.sync.web;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the scripts and styles of the pages, which have a hash of their content in their names: browsers may keep them and
 * need not ask again. The pages themselves name the current ones, and browsers ask for them each time (decision 0058).
 */
@Configuration(proxyBeanMethods = false)
class PageAssets implements WebMvcConfigurer {

    static final CacheControl UNCHANGING =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(UNCHANGING);
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/admin").setViewName("forward:/admin.html");
    }
}
