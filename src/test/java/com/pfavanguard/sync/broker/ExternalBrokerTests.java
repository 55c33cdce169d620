package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.impl.QueueConfigurationUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Compares each {@code broker.xml} with the configuration of the embedded broker: all must behave the same. */
@ParameterizedClass
@MethodSource("com.pfavanguard.sync.broker.ExternalBroker#brokerXmls")
class ExternalBrokerTests {

    @Parameter
    private Path brokerXml;

    private final BrokerProperties properties =
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("sync.broker", BrokerProperties.class);

    private final Configuration embedded = EmbeddedBrokerConfiguration.of(
            TestBroker.properties(Path.of("data"), 61613, 61616, TestBroker.DEFAULT_HISTORY), 0);

    private Configuration external;

    @BeforeEach
    void readBrokerXml() throws Exception {
        external = ExternalBroker.configuration(brokerXml);
    }

    @Test
    void treatsEveryAddressAsTheEmbeddedBrokerDoes() {
        assertThat(external.getAddressSettings()).containsExactlyInAnyOrderEntriesOf(embedded.getAddressSettings());
    }

    @Test
    void hasTheEmbeddedBrokersQueues() {
        assertThat(queues(external)).containsExactlyInAnyOrderEntriesOf(queues(embedded));
    }

    @Test
    void looksUpTemporaryQueuesUnderTheSameName() {
        assertThat(external.getTemporaryQueueNamespace()).isEqualTo(embedded.getTemporaryQueueNamespace());
    }

    @Test
    void keepsTheHistoryTheGatewayExpectsUnlessToldOtherwise() {
        QueueConfiguration history = queues(external).get(StompBroker.HISTORY_QUEUE);

        assertThat(history.getAddress().toString()).isEqualTo(StompBroker.HISTORY_ADDRESS);
        assertThat(history.isDurable()).isTrue();
        assertThat(history.isNonDestructive()).isTrue();
        assertThat(history.getRingSize()).isEqualTo(TestBroker.DEFAULT_HISTORY.size());
        assertThat(external.getAddressSettings().get("sync.#").getMaxExpiryDelay())
                .isEqualTo(TestBroker.DEFAULT_HISTORY.retention().toMillis());
    }

    @Test
    void listensOnTheSamePortsAndToOpenWireAndAmqpAsWell() {
        TransportConfiguration stomp = acceptor(external, "stomp");
        TransportConfiguration jms = acceptor(external, "artemis");

        assertThat(stomp.getParams()).containsEntry("port", "61613");
        assertThat(stomp.getExtraParams()).isEqualTo(acceptor(embedded, "stomp").getExtraParams());
        assertThat(jms.getParams()).containsEntry("port", "61616").containsEntry("protocols", "CORE,OPENWIRE,AMQP");
    }

    @Test
    void storesAsSafelyAndAsFast() {
        Map<String, Function<Configuration, Object>> storage = Map.of(
                "persistence", Configuration::isPersistenceEnabled,
                "journal type", Configuration::getJournalType,
                "datasync", Configuration::isJournalDatasync,
                "buffer timeout", Configuration::getJournalBufferTimeout_NIO,
                "max disk usage", Configuration::getMaxDiskUsage);

        storage.forEach(
                (name, value) -> assertThat(value.apply(external)).as(name).isEqualTo(value.apply(embedded)));
    }

    @Test
    void refusesWhenAsLittleDiskIsFree() {
        // The embedded one looks itself (BrokerDisk).
        assertThat(external.getMinDiskFree())
                .isEqualTo(DataSize.ofMegabytes(256).toBytes());
        assertThat(properties.embedded().minDiskFree()).isEqualTo(DataSize.ofMegabytes(256));
    }

    @Test
    void hasALimitForAllMessagesTogether() {
        assertThat(external.getGlobalMaxSize()).isEqualTo(512L * 1024 * 1024);
        assertThat(embedded.getGlobalMaxSize())
                .isEqualTo(HeapShares.ofBroker())
                .isLessThan(Runtime.getRuntime().maxMemory() / 2);
    }

    @Test
    void asksWhoIsThere() {
        assertThat(external.isSecurityEnabled()).isTrue();
        assertThat(embedded.isSecurityEnabled()).isTrue();
    }

    @Test
    void grantsTheSameToTheSameRoles() {
        assertThat(external.getSecurityRoles()).containsExactlyInAnyOrderEntriesOf(embedded.getSecurityRoles());
        assertThat(external.isManagementMessageRbac()).isTrue().isEqualTo(embedded.isManagementMessageRbac());
    }

    @Test
    void theSampleFilesHaveTheRolesThatFileNamesAndLetNobodyIn() throws IOException {
        Properties roles = sample("artemis-roles.properties");
        Properties users = sample("artemis-users.properties");
        Set<String> granted = external.getSecurityRoles().values().stream()
                .flatMap(Set::stream)
                .map(Role::getName)
                .collect(Collectors.toSet());

        assertThat(roles.stringPropertyNames()).isEqualTo(granted);
        assertThat(users.stringPropertyNames())
                .containsAll(roles.values().stream().map(Object::toString).toList());
        assertThat(users.values()).containsOnly("ENC(x)");
    }

    private static Properties sample(String name) throws IOException {
        Properties sample = new Properties();
        try (Reader text = Files.newBufferedReader(ExternalBroker.BROKER_XML.resolveSibling(name))) {
            sample.load(text);
        }
        return sample;
    }

    private static Map<String, QueueConfiguration> queues(Configuration configuration) {
        return configuration.getAddressConfigurations().stream()
                .map(CoreAddressConfiguration::getQueueConfigs)
                .flatMap(List::stream)
                .map(ExternalBrokerTests::withDefaults)
                .collect(Collectors.toMap(queue -> queue.getName().toString(), Function.identity()));
    }

    // XML leaves other things unsaid than Java does; what counts is what Artemis makes of it.
    private static QueueConfiguration withDefaults(QueueConfiguration queue) {
        QueueConfigurationUtils.applyStaticDefaults(queue);
        return queue;
    }

    private static TransportConfiguration acceptor(Configuration configuration, String name) {
        return configuration.getAcceptorConfigurations().stream()
                .filter(acceptor -> Objects.equals(acceptor.getName(), name))
                .findFirst()
                .orElseThrow();
    }
}
