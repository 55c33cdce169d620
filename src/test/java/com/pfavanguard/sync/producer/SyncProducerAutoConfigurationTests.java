package com.pfavanguard.sync.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SyncProducerAutoConfigurationTests {

    private static final Path KIT = Path.of("src/producer/resources/META-INF");

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SyncProducerAutoConfiguration.class));

    private final ApplicationContextRunner withBroker = application.withBean(
            "connections", ConnectionFactory.class, SyncProducerAutoConfigurationTests::unreachable);

    private static ConnectionFactory unreachable() {
        return (ConnectionFactory) Proxy.newProxyInstance(
                ConnectionFactory.class.getClassLoader(),
                new Class<?>[] {ConnectionFactory.class},
                (self, method, args) -> {
                    if (method.getName().equals("createConnection")) {
                        throw new JMSException("away");
                    }
                    return method.getName().equals("hashCode")
                            ? 1
                            : method.getName().equals("equals") ? self == args[0] : "";
                });
    }

    @Test
    void anApplicationWithOneConnectionFactoryGetsAPublisher() {
        withBroker.run(context -> assertThat(context).hasSingleBean(SyncEventPublisher.class));
    }

    @Test
    void anApplicationWithoutOrWithTwoGetsNone() {
        application.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SyncEventPublisher.class));
        withBroker
                .withBean("others", ConnectionFactory.class, SyncProducerAutoConfigurationTests::unreachable)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SyncEventPublisher.class));
    }

    @Test
    void theApplicationsOwnPublisherIsKept() {
        SyncEventPublisher own = event -> {};
        withBroker
                .withBean(SyncEventPublisher.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(SyncEventPublisher.class)).isSameAs(own));
    }

    @Test
    void canBeSwitchedOff() {
        withBroker
                .withPropertyValues("sync.producer.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(SyncEventPublisher.class));
    }

    @Test
    void anImpossibleSettingIsRefusedByItsName() {
        withBroker
                .withPropertyValues("sync.producer.retry-for=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("sync.producer.retry-for must be 0 or more, and is PT-1S"));
    }

    @Test
    void countsFromTheStartWithARegistryAndDoesWithoutMicrometersCore() {
        withBroker.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            assertThat(context.getBean(MeterRegistry.class)
                            .find("sync.producer.events")
                            .tags("type", "SYNC_FAILED", "outcome", "rolled-back")
                            .counter())
                    .isNotNull();
            assertThat(context.getBean(MeterRegistry.class)
                            .find("sync.producer.retries")
                            .counter())
                    .isNotNull();
        });
        withBroker
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(SyncEventPublisher.class)
                        .doesNotHaveBean(PublishCounts.class));
    }

    @Test
    void saysWhatToAddWithoutJackson() {
        FailureAnalysis analysis = new MissingJacksonFailureAnalyzer()
                .analyze(new IllegalStateException(new NoClassDefFoundError("tools/jackson/core/TokenStreamFactory")));

        assertThat(analysis.getAction()).contains("tools.jackson.core:jackson-core");
        assertThat(new MissingJacksonFailureAnalyzer().analyze(new NoClassDefFoundError("com/example/Other")))
                .isNull();
    }

    /** The kit has a file of its own, since the build makes one for all settings of the gateway. */
    @Test
    void theKitsMetadataIsWhatTheBuildMakes() throws Exception {
        JsonMapper json = new JsonMapper();
        JsonNode kit =
                json.readTree(KIT.resolve("spring-configuration-metadata.json").toFile());
        try (InputStream all = new ClassPathResource("META-INF/spring-configuration-metadata.json").getInputStream()) {
            JsonNode made = json.readTree(all);

            for (String part : List.of("groups", "properties")) {
                assertThat(list(kit, part))
                        .isNotEmpty()
                        .isEqualTo(list(made, part).stream()
                                .filter(each -> each.path("name").asString().startsWith("sync.producer"))
                                .toList());
            }
        }
    }

    private static List<JsonNode> list(JsonNode metadata, String part) {
        return metadata.path(part).valueStream().toList();
    }

    @Test
    void theKitNamesClassesThatExist() throws Exception {
        List<String> named = Stream.of(
                        "spring.factories", "spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
                .flatMap(file -> lines(KIT.resolve(file)))
                .filter(line -> line.startsWith("com.pfavanguard"))
                .toList();

        assertThat(named)
                .containsExactly(
                        MissingJacksonFailureAnalyzer.class.getName(), SyncProducerAutoConfiguration.class.getName());
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
