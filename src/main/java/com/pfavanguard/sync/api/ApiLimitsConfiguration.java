package com.pfavanguard.sync.api;

import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Refusals;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Wires the checks of permissions and the limits on body size and request rate. In processes of every role, since the
 * gateway role serves requests too: states, past events, and those of administrators.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiProperties.class)
class ApiLimitsConfiguration {

    @Bean
    Access access(Callers callers, Audit audit) {
        return new Access(callers, audit);
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit() {
        FilterRegistrationBean<BodyLimit> registration = new FilterRegistrationBean<>(new BodyLimit());
        registration.addUrlPatterns("/api/pems/*", "/api/admin/*", "/api/demo/*", "/actuator/*");
        return registration;
    }

    @Bean
    WebMvcConfigurer rateLimit(
            ApiProperties properties, Callers callers, Refusals refusals, MeterRegistry meters, Clock clock) {
        RateLimit limit = new RateLimit(properties, callers, refusals, meters, clock);
        return new WebMvcConfigurer() {

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new LogContextEnd());
                registry.addInterceptor(limit)
                        .addPathPatterns("/api/pems/**", "/api/admin/**", "/api/demo/**", "/api/sync/**");
            }
        };
    }
}
