package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.peer.BrokerPeer;
import com.pfavanguard.sync.testing.ChildJvm;
import com.pfavanguard.sync.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged jar as a user starts it, on free ports, with an embedded broker and data of its own or beside a broker. */
final class PackagedGateway implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private final ServerProcess process;

    private PackagedGateway(Path directory, List<String> moreJavaOptions, List<String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(ChildJvm.program("java")));
        command.addAll(javaOptions());
        command.addAll(moreJavaOptions);
        command.addAll(List.of(
                "-jar",
                jar(),
                "--server.port=" + port,
                "--sync.broker.embedded.jms-port=" + jmsPort,
                "--sync.broker.embedded.stomp-port=" + FreePorts.next(),
                "--sync.broker.embedded.data-directory=" + directory.resolve("data"),
                // The benchmark pauses and empties queues, which none of the broker's users may.
                "--sync.broker.embedded.require-login=false",
                "--sync.broker.console.enabled=false",
                "--sync.pems.stand-in.port=0"));
        command.addAll(settings);
        process = ServerProcess.launch(directory, command, Map.of());
    }

    /** Of the JVM under test, from {@code -Dbenchmark.java-options}; usually none. */
    static List<String> javaOptions() {
        String options = System.getProperty("benchmark.java-options", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    private static String jar() {
        String jar = System.getProperty("benchmark.jar");
        if (jar == null || !Files.isReadable(Path.of(jar))) {
            throw new IllegalStateException("-Dbenchmark.jar must name the packaged gateway, but is " + jar);
        }
        return jar;
    }

    /** Ready to serve when it returns. */
    static PackagedGateway start(String... settings) throws IOException {
        return start(List.of(), settings);
    }

    /** Likewise, with options of the JVM beside those of {@link #javaOptions()}. */
    static PackagedGateway start(List<String> moreJavaOptions, String... settings) throws IOException {
        PackagedGateway gateway = new PackagedGateway(Report.temporaryDirectory(), moreJavaOptions, List.of(settings));
        gateway.process.await(gateway::isReady);
        return gateway;
    }

    /** Likewise, beside a broker in a process of its own. */
    static PackagedGateway startBeside(BrokerProcess broker, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--sync.broker.mode=external",
                "--sync.broker.external.addresses=127.0.0.1:" + broker.stompPort() + ":" + broker.jmsPort(),
                "--sync.broker.external.login=" + BrokerPeer.USER,
                "--sync.broker.external.passcode=" + BrokerPeer.PASSWORD));
        all.addAll(List.of(settings));
        return start(all.toArray(String[]::new));
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(http("/actuator/health/readiness")).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // the port is not open yet
        }
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI webSocket(String organizationId) {
        return URI.create("ws://127.0.0.1:" + port + "/api/ws/sync/" + organizationId);
    }

    /** Where clients connect. */
    int port() {
        return port;
    }

    /** Where the embedded broker takes JMS connections. */
    int jmsPort() {
        return jmsPort;
    }

    ServerProcess process() {
        return process;
    }

    Duration cpu() {
        return process.cpu();
    }

    long liveHeapBytes() throws IOException {
        return process.liveHeapBytes();
    }

    double residentBytes() throws IOException {
        return process.residentBytes();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
