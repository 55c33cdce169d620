package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.roles.Role;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The settings as the application would read them: arguments, environment, {@code .env}, configuration files, profiles.
 * A context of Spring Boot that has nothing but the settings, each of which is bound when it is asked for.
 */
final class Setup implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Setup(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Not annotated as a configuration, or the application would find it. */
    @ConfigurationPropertiesScan("com.pfavanguard.sync")
    @EnableConfigurationProperties(ServerProperties.class)
    @ImportAutoConfiguration(SslAutoConfiguration.class)
    static class SettingsOnly {}

    /**
     * Reads the settings.
     *
     * @param settings arguments such as {@code --server.port=3001}
     * @throws RuntimeException if a file of settings cannot be read; a failure analyzer of Boot explains it
     */
    static Setup read(String... settings) {
        SpringApplication application = new SpringApplication(SettingsOnly.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setLazyInitialization(true);
        // Only what reads settings: the listener that sets up logging would open the log file.
        application.setListeners(application.getListeners().stream()
                .filter(EnvironmentPostProcessorApplicationListener.class::isInstance)
                .toList());
        return new Setup(application.run(settings));
    }

    ConfigurableEnvironment environment() {
        return context.getEnvironment();
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /** Returns settings, or nothing if one of them is invalid, which {@link SettingsCheck} reports. */
    <T> Optional<T> find(Class<T> type) {
        try {
            return Optional.of(context.getBean(type));
        } catch (BeansException e) {
            return Optional.empty();
        }
    }

    /** Returns the names of all records of settings of the application. */
    String[] names() {
        return context.getBeanNamesForAnnotation(ConfigurationProperties.class);
    }

    Set<Role> roles() {
        try {
            return Role.of(environment());
        } catch (RuntimeException e) {
            return Set.of();
        }
    }

    /** Returns a setting, or {@code otherwise} if it is not set, empty or invalid. */
    int number(String name, int otherwise) {
        @Nullable String value = environment().getProperty(name);
        try {
            return value == null || value.isBlank() ? otherwise : Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    String text(String name, String otherwise) {
        @Nullable String value = environment().getProperty(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    @Override
    public void close() {
        context.close();
    }
}
