package com.pfavanguard.sync.failover;

import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.PausableProxy;
import com.pfavanguard.sync.testing.TestLogin;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * A whole installation: a {@linkplain Brokers pair of brokers}, gateways that also take edits, a worker, and a PEMS in
 * this process, which outlives them all.
 */
final class Cluster implements AutoCloseable {

    static final String ORGANIZATION = "org-rio";

    private static final String OTHER = "org-oslo";

    /** Prefix of the records that users edit. */
    static final String EDITS = "edits";

    private static final String LINK_GRACE = "--sync.gateway.link-grace=3s";

    private static final int EVENTS_AT_ONCE = 100;

    private final StandInPems pems = new StandInPems(0, Clock.systemUTC());
    private final List<PausableProxy> network = new ArrayList<>();
    private final List<GatewayProcess> processes = new ArrayList<>();
    private final Brokers brokers;
    private final int gateways;

    private Cluster(Brokers brokers, int gateways) {
        this.brokers = brokers;
        this.gateways = gateways;
        pems.start();
    }

    /** Two gateways, of which the second one reaches the brokers through a network that can be cut, and a worker. */
    static Cluster start(Path directory) throws Exception {
        Cluster cluster = new Cluster(Brokers.start(directory), 2);
        try {
            String direct = addresses(cluster.brokers.all(), broker -> broker.stompPort() + ":" + broker.jmsPort());
            String cuttable = addresses(
                    cluster.brokers.all(),
                    broker -> cluster.throughNetwork(broker.stompPort()) + ":"
                            + cluster.throughNetwork(broker.jmsPort()));
            // Alone, since it makes the archive of classes for the others.
            cluster.processes.add(start(directory.resolve("gateway-0"), direct, "gateway,api", LINK_GRACE));
            List<CompletableFuture<GatewayProcess>> others = List.of(
                    starting(directory.resolve("gateway-1"), cuttable, "gateway,api", LINK_GRACE),
                    starting(directory.resolve("worker"), direct, "worker", cluster.pemsSettings()));
            others.forEach(process -> cluster.processes.add(process.join()));
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** One process with all roles. */
    static Cluster startSmall(Path directory) throws Exception {
        Cluster cluster = new Cluster(Brokers.start(directory), 1);
        try {
            String direct = addresses(cluster.brokers.all(), broker -> broker.stompPort() + ":" + broker.jmsPort());
            cluster.processes.add(
                    start(directory.resolve("gateway-0"), direct, "gateway,api,worker", cluster.pemsSettings()));
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private static String addresses(List<ArtemisBroker> brokers, Function<ArtemisBroker, String> ports) {
        return brokers.stream()
                .map(broker -> "127.0.0.1:" + ports.apply(broker))
                .collect(Collectors.joining(","));
    }

    private int throughNetwork(int port) {
        PausableProxy proxy = PausableProxy.network(port);
        network.add(proxy);
        return proxy.port();
    }

    private String[] pemsSettings() {
        return new String[] {
            "--sync.pems.base-url=" + pems.baseUrl(),
            "--sync.pems.username=u",
            "--sync.pems.password=p",
            "--sync.pems.unmapped-organizations=use-id",
            "--sync.worker.rate=1000"
        };
    }

    private static CompletableFuture<GatewayProcess> starting(
            Path directory, String addresses, String roles, String... more) {
        return CompletableFuture.supplyAsync(() -> start(directory, addresses, roles, more));
    }

    private static GatewayProcess start(Path directory, String addresses, String roles, String... more) {
        String[] settings = Stream.concat(
                        Stream.of(
                                "--sync.roles=" + roles,
                                "--sync.broker.mode=external",
                                "--sync.broker.history.size=" + Brokers.HISTORY_SIZE,
                                "--sync.broker.external.addresses=" + addresses,
                                "--sync.broker.external.login=" + TestLogin.GATEWAY,
                                "--sync.broker.external.passcode=" + TestLogin.passwordOf(TestLogin.GATEWAY)),
                        Stream.of(more))
                .toArray(String[]::new);
        try {
            return GatewayProcess.start(Files.createDirectory(directory), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** An event of a producer: the record's id is the event's id as well. */
    static String event(String id) {
        return event(ORGANIZATION, id);
    }

    private static String event(String organizationId, String id) {
        return """
                {"type":"SYNC_SUCCESS","pfaId":"%s","organizationId":"%s","timestamp":"2026-03-04T09:15:04.227Z",\
                "details":{"newVersion":8},"eventId":"%s"}""".formatted(id, organizationId, id);
    }

    Brokers brokers() {
        return brokers;
    }

    List<GatewayProcess> gateways() {
        return processes.subList(0, gateways);
    }

    GatewayProcess worker() {
        return processes.get(processes.size() - 1);
    }

    /** Fills the brokers' history with the events of another organization. */
    void fillHistory() {
        try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + brokers.live().jmsPort(),
                        TestLogin.PRODUCER,
                        TestLogin.passwordOf(TestLogin.PRODUCER));
                JMSContext jms = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int i = 0; i < Brokers.HISTORY_SIZE; i++) {
                jms.createProducer().send(jms.createTopic("sync." + OTHER), event(OTHER, "other-" + i));
                // Not all at once, or the gateways that keep up could not be sure that they missed nothing.
                if (i % EVENTS_AT_ONCE == EVENTS_AT_ONCE - 1) {
                    jms.commit();
                }
            }
            jms.commit();
        }
    }

    /** What the processes have logged since their last start. */
    List<String> logs() {
        return processes.stream()
                .map(process -> {
                    try {
                        return process.output();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** Cuts the second gateway off from both brokers: no connection ends, and no byte passes. */
    void cutNetwork() {
        network.forEach(PausableProxy::cut);
    }

    void mendNetwork() {
        network.forEach(PausableProxy::resume);
    }

    /** The edits that PEMS has not written exactly once. */
    List<String> notWrittenOnce(Source edits, int first) {
        return IntStream.rangeClosed(1, first)
                .mapToObj(number -> edits.name() + "-" + number)
                .filter(pfaId -> pems.version(ORGANIZATION, pfaId) != 2)
                .toList();
    }

    @Override
    public void close() throws Exception {
        for (GatewayProcess process : processes) {
            process.kill();
        }
        brokers.close();
        for (PausableProxy proxy : network) {
            proxy.close();
        }
        pems.stop();
    }
}
