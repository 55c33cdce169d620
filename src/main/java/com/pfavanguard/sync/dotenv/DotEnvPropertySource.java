package com.pfavanguard.sync.dotenv;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * Makes settings of the variables of a {@code .env} file. Class and name make Boot bind them like the real environment,
 * lists and maps included. Tells the line of a setting that is refused.
 */
final class DotEnvPropertySource extends SystemEnvironmentPropertySource implements OriginLookup<String> {

    // Boot binds a source as an environment only if its name ends like this.
    private static final String NAME = "dotenv-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private final DotEnv file;
    private final Resource resource;

    DotEnvPropertySource(DotEnv file, Map<String, Object> values) {
        super(NAME, values);
        this.file = file;
        this.resource = new FileSystemResource(file.file());
    }

    @Override
    public @Nullable Origin getOrigin(String key) {
        return file.line(key)
                .<Origin>map(line -> new TextResourceOrigin(resource, new TextResourceOrigin.Location(line - 1, 0)))
                .orElse(null);
    }
}
