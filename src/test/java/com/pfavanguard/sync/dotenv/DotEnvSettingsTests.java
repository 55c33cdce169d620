package com.pfavanguard.sync.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The same names in the file and in the environment set the same settings. */
class DotEnvSettingsTests {

    private static final String SYSTEM = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @TempDir
    private Path directory;

    private final StandardEnvironment environment = new StandardEnvironment();

    @BeforeEach
    void noVariablesOfThisMachine() {
        environment
                .getPropertySources()
                .replace(SYSTEM, new SystemEnvironmentPropertySource(SYSTEM, Map.of("SYNC_BOTH", "real")));
    }

    private Binder read(String text) throws IOException {
        DotEnv file = DotEnv.in(Files.writeString(directory.resolve(".env"), text));
        environment.getPropertySources().addAfter(SYSTEM, new DotEnvPropertySource(file, file.values()));
        return Binder.get(environment);
    }

    @Test
    void listsMapsAndDashesBindAsFromTheEnvironment() throws IOException {
        Binder settings = read("""
                SYNC_GATEWAY_PINGINTERVAL=30s
                SYNC_ROLES=gateway,api
                SYNC_ORIGINS_0=https://a.example
                SYNC_ORIGINS_1=https://b.example
                SYNC_PEMS_ORGANIZATIONS_RIO=R-1
                """);

        assertThat(settings.bind("sync.gateway.ping-interval", Duration.class).get())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.bind("sync.roles", Bindable.listOf(String.class)).get())
                .isEqualTo(List.of("gateway", "api"));
        assertThat(settings.bind("sync.origins", Bindable.listOf(String.class)).get())
                .isEqualTo(List.of("https://a.example", "https://b.example"));
        assertThat(settings.bind("sync.pems.organizations", Bindable.mapOf(String.class, String.class))
                        .get())
                .isEqualTo(Map.of("rio", "R-1"));
    }

    @Test
    void placeholdersFindTheirVariable() throws IOException {
        read("PORT=3001\n");

        assertThat(environment.resolvePlaceholders("${PORT:3000}")).isEqualTo("3001");
    }

    @Test
    void theRealEnvironmentWins() throws IOException {
        assertThat(read("SYNC_BOTH=file\n").bind("sync.both", String.class).get())
                .isEqualTo("real");
    }

    @Test
    void aRefusedValueIsToldWithItsLine() throws IOException {
        Binder settings = read("PORT=3001\nSYNC_SIZE=many\n");

        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> settings.bind("sync.size", Integer.class))
                .satisfies(e ->
                        assertThat(String.valueOf(e.getProperty().getOrigin())).contains(".env", "2:1"));
    }
}
