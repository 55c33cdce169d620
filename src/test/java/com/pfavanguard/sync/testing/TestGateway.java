package com.pfavanguard.sync.testing;

import com.pfavanguard.sync.SyncGateway;
import com.pfavanguard.sync.broker.EmbeddedBroker;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * The running application, with an embedded broker of its own or beside another's, on free ports. Can be closed and
 * started again on the same data, as after a restart of the process.
 */
public final class TestGateway implements AutoCloseable {

    // Class files do not change between two starts in one JVM, and reading them takes a fifth of a start. Boot keeps
    // its own cache, which lasts for one start, under this name. If Boot renames it, starts only become slower again.
    private static final String CLASS_METADATA_BEAN =
            "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

    private static final ClassMetadata CLASS_METADATA = new ClassMetadata();

    private final List<Class<?>> sources;
    private final List<String> settings;
    private final int stompPort;
    private final int jmsPort;
    private ConfigurableApplicationContext context;

    private TestGateway(int stompPort, int jmsPort, List<Class<?>> more, List<String> settings) {
        this.stompPort = stompPort;
        this.jmsPort = jmsPort;
        this.sources = new ArrayList<>(List.of(SyncGateway.class));
        this.sources.addAll(more);
        this.settings = settings;
        this.context = run();
    }

    /** With an embedded broker that keeps its journal in {@code data}. */
    public static TestGateway start(Path data, String... settings) {
        return startAt(FreePorts.next(), FreePorts.next(), data, settings);
    }

    /**
     * Likewise, with beans of the test's own.
     *
     * @param beans a class with {@code @Bean} methods, not annotated itself, or every application under test would
     *     find it
     */
    public static TestGateway startWith(Class<?> beans, Path data, String... settings) {
        return startAt(FreePorts.next(), FreePorts.next(), List.of(beans), data, settings);
    }

    /** Likewise, on ports that the test has chosen. */
    public static TestGateway startAt(int stompPort, int jmsPort, Path data, String... settings) {
        return startAt(stompPort, jmsPort, List.of(), data, settings);
    }

    private static TestGateway startAt(int stompPort, int jmsPort, List<Class<?>> more, Path data, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--sync.broker.embedded.data-directory=" + data,
                "--sync.broker.embedded.stomp-port=" + stompPort,
                "--sync.broker.embedded.jms-port=" + jmsPort));
        all.addAll(List.of(settings));
        return new TestGateway(stompPort, jmsPort, more, all);
    }

    /** A second process at the same broker. */
    public static TestGateway beside(TestGateway other, String... settings) {
        return external(other.stompPort, other.jmsPort, settings);
    }

    /** Beside a broker that listens on these ports, or will. */
    public static TestGateway external(int stompPort, int jmsPort, String... settings) {
        return externalAs(stompPort, jmsPort, TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY), settings);
    }

    /** Likewise, logging in as this user. */
    public static TestGateway externalAs(
            int stompPort, int jmsPort, String login, String passcode, String... settings) {
        List<String> all = new ArrayList<>(
                List.of("--sync.broker.external.login=" + login, "--sync.broker.external.passcode=" + passcode));
        all.addAll(List.of(settings));
        return new TestGateway(stompPort, jmsPort, List.of(), external("127.0.0.1:" + stompPort + ":" + jmsPort, all));
    }

    /** With several brokers to choose from, as {@code sync.broker.external.addresses} lists them. */
    public static TestGateway atBrokers(List<String> addresses, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--sync.broker.external.login=" + TestLogin.GATEWAY,
                "--sync.broker.external.passcode=" + TestLogin.passwordOf(TestLogin.GATEWAY)));
        all.addAll(List.of(settings));
        return new TestGateway(0, 0, List.of(), external(String.join(",", addresses), all));
    }

    /** With one broker, and a login among the settings. */
    public static TestGateway atBroker(String address, String... settings) {
        return new TestGateway(0, 0, List.of(), external(address, List.of(settings)));
    }

    private static List<String> external(String addresses, List<String> settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0", "--sync.broker.mode=external", "--sync.broker.external.addresses=" + addresses));
        all.addAll(settings);
        return all;
    }

    private ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .initializers(TestGateway::shareClassMetadata)
                // By itself it stands in only where no tokens are asked for.
                .properties("sync.pems.stand-in.enabled=true")
                .run(settings.toArray(String[]::new));
    }

    private static void shareClassMetadata(ConfigurableApplicationContext context) {
        GenericApplicationContext application = (GenericApplicationContext) context;
        application.registerBean(CLASS_METADATA_BEAN, MetadataReaderFactory.class, () -> CLASS_METADATA);
        CLASS_METADATA.shareScans(application);
    }

    /** Stops and starts the whole application; clients have to come back by themselves. */
    public void restart() {
        context.close();
        context = run();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A part of the application that is private to its package, to stop and start it. */
    public SmartLifecycle part(String name) {
        return context.getBean(name, SmartLifecycle.class);
    }

    public String[] names(Class<?> type) {
        return context.getBeanNamesForType(type);
    }

    public EmbeddedBroker broker() {
        return bean(EmbeddedBroker.class);
    }

    public int port() {
        return Integer.parseInt(bean(Environment.class).getRequiredProperty("local.server.port"));
    }

    public int stompPort() {
        return stompPort;
    }

    public int jmsPort() {
        return jmsPort;
    }

    public URI webSocket(String organizationAndQuery) {
        return URI.create("ws://127.0.0.1:" + port() + "/api/ws/sync/" + organizationAndQuery);
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public double counter(String name, String... tags) {
        return bean(MeterRegistry.class).counter(name, tags).count();
    }

    /** Publishes a success for the PFA, by JMS, and returns its event id. */
    public String publish(String organizationId, String pfaId) {
        EventId eventId = EventId.random();
        bean(SyncEventPublisher.class)
                .publish(new SyncSuccess(
                        eventId, new OrganizationId(organizationId), new PfaId(pfaId), Instant.now(), 1));
        return eventId.value();
    }

    @Override
    public void close() {
        context.close();
    }
}
