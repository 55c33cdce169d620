package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import com.pfavanguard.sync.benchmark.peer.LinePublisher;
import com.pfavanguard.sync.benchmark.peer.NioPeer;
import com.pfavanguard.sync.benchmark.peer.Peers;
import com.pfavanguard.sync.benchmark.peer.RelayPeer;
import com.pfavanguard.sync.benchmark.peer.SimpleBrokerPeer;
import com.pfavanguard.sync.benchmark.peer.VertxPeer;
import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadEndpoint;
import com.pfavanguard.sync.cli.load.Publisher;
import com.pfavanguard.sync.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers side by side, each in a process of its own, with nothing to do unless it is their turn. Those with a broker
 * have one each, since one broker would have both hear the other's events.
 */
final class Contestants implements AutoCloseable {

    private static final int AT_A_TIME = 64;
    private static final int WARM_UP_CLIENTS = 100;
    private static final int WARM_UP_WINDOW = 16;
    private static final Duration WARM_UP = Duration.ofMillis(Size.of(5_000, 300));
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<Contestant> all = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private @Nullable BrokerProcess gatewayBroker;
    private @Nullable PackagedGateway gateway;

    private Contestants() {}

    static Contestants start(Kind... kinds) throws Exception {
        Contestants contestants = new Contestants();
        try {
            for (Kind kind : kinds) {
                contestants.start(kind);
            }
            return contestants;
        } catch (Exception e) {
            contestants.close();
            throw e;
        }
    }

    private void start(Kind kind) throws IOException, InterruptedException {
        switch (kind) {
            case GATEWAY_STOMP -> gateway(kind, true, true);
            case GATEWAY_PLAIN -> gateway(kind, false, true);
            case GATEWAY_PLAIN_FLEETING -> gateway(kind, false, false);
            case RELAY -> relay();
            case SIMPLE_BROKER -> withoutBroker(kind, true, SimpleBrokerPeer.class);
            case NIO -> withoutBroker(kind, false, NioPeer.class);
            case VERTX -> withoutBroker(kind, true, VertxPeer.class);
            case NODE -> script(kind, NpmPackage.ws(), "ws-peer.js");
            case BUN -> script(kind, NpmPackage.bun(), "bun-peer.js");
        }
    }

    private void gateway(Kind kind, boolean stomp, boolean persistent) throws IOException {
        if (gateway == null || gatewayBroker == null) {
            gatewayBroker = keep(BrokerProcess.start());
            gateway = keep(PackagedGateway.startBeside(gatewayBroker));
        }
        BrokerProcess broker = gatewayBroker;
        LoadEndpoint endpoint = new LoadEndpoint(gateway.port(), stomp);
        all.add(new Contestant(
                kind, endpoint, gateway.process(), broker.process(), () -> broker.publisher(persistent)));
    }

    private void relay() throws IOException {
        BrokerProcess broker = keep(BrokerProcess.start());
        int port = FreePorts.next();
        ServerProcess server = peer(ServerProcess.java(RelayPeer.class, port, broker.stompPort()), Map.of());
        all.add(new Contestant(
                Kind.RELAY, new LoadEndpoint(port, true), server, broker.process(), () -> broker.publisher(true)));
    }

    private void withoutBroker(Kind kind, boolean stomp, Class<?> main) throws IOException {
        int port = FreePorts.next();
        int linePort = FreePorts.next();
        ServerProcess server = peer(ServerProcess.java(main, port, linePort), Map.of());
        all.add(new Contestant(kind, new LoadEndpoint(port, stomp), server, null, () -> new LinePublisher(linePort)));
    }

    private void script(Kind kind, NpmPackage runtime, String script) throws IOException {
        if (runtime.program() == null) {
            absent.add(kind.title() + " does not take part: " + runtime.reason() + ".");
            return;
        }
        int port = FreePorts.next();
        int linePort = FreePorts.next();
        List<String> command = List.of(
                runtime.program(),
                Path.of("src", "benchmark", "resources", "benchmark", script).toString(),
                String.valueOf(port),
                String.valueOf(linePort));
        ServerProcess server = peer(command, Map.of("NODE_PATH", NpmPackage.modules()));
        all.add(new Contestant(kind, new LoadEndpoint(port, false), server, null, () -> new LinePublisher(linePort)));
    }

    private ServerProcess peer(List<String> command, Map<String, String> environment) throws IOException {
        ServerProcess server = keep(ServerProcess.launch(Report.temporaryDirectory(), command, environment));
        server.await(() -> server.hasSaid(Peers.READY));
        return server;
    }

    private <T extends AutoCloseable> T keep(T server) {
        running.push(server);
        return server;
    }

    List<Contestant> all() {
        return all;
    }

    List<Contestant> allBut(Kind kind) {
        return all.stream().filter(contestant -> contestant.kind() != kind).toList();
    }

    Contestant only() {
        return all.get(0);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The contestants that could not be started, and why. */
    List<String> absent() {
        return absent;
    }

    /** Delivers for a few seconds, so that no JVM is measured while it still compiles. */
    void warmUp() throws IOException {
        for (Contestant contestant : all) {
            try (Crowd crowd = connected(contestant, WARM_UP_CLIENTS, 1);
                    Publisher publisher = contestant.publisher()) {
                crowd.awaitAllHearing(publisher, PATIENCE);
                crowd.closedLoop(publisher, WARM_UP_WINDOW, () -> crowd.listen(WARM_UP), PATIENCE);
            }
        }
    }

    /** Clients that listen, if the server lets them all in. */
    static Crowd connected(Contestant contestant, int clients, int organizations) throws IOException {
        Crowd crowd = new Crowd(contestant.endpoint(), clients, organizations);
        crowd.connect(AT_A_TIME, PATIENCE);
        if (crowd.listening() < clients) {
            String text = "%s let %d of %d clients in: %s"
                    .formatted(contestant.title(), crowd.listening(), clients, crowd.complaints());
            crowd.close();
            throw new IllegalStateException(text);
        }
        return crowd;
    }

    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
