package com.pfavanguard.sync.dotenv;

import java.util.List;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Reads settings from {@code .env}: after arguments and the real environment, before {@code application.yaml}. Listed in
 * spring.factories.
 */
class DotEnvSettings implements EnvironmentPostProcessor, Ordered {

    private final Log log;

    // Boot passes the factory: nothing can be logged yet.
    DotEnvSettings(DeferredLogFactory logs) {
        this.log = logs.getLog(DotEnvSettings.class);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        DotEnv file = DotEnv.ofWorkingDirectory();
        if (file.names().isEmpty()) {
            return;
        }
        environment
                .getPropertySources()
                .addAfter(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new DotEnvPropertySource(file, file.values()));
        List<String> overruled = file.names().stream()
                .filter(environment.getSystemEnvironment()::containsKey)
                .sorted()
                .toList();
        log.info("Read %d variables from %s%s"
                .formatted(
                        file.names().size(),
                        file.file(),
                        overruled.isEmpty() ? "" : "; the environment itself sets " + String.join(", ", overruled)));
        if (file.isReadableByOthers()) {
            log.warn("Every user of this machine can read %s, which may hold secrets: chmod 600 .env"
                    .formatted(file.file()));
        }
    }

    /** Before application.yaml is read, so that the file can say which profiles are active. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER - 1;
    }
}
