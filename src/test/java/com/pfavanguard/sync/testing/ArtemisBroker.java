package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Runs the real broker as a process that can be killed, stopped, frozen and started again on the same data and ports.
 * Made by {@link ArtemisDistribution#create}. Not safe for several threads.
 *
 * <pre>{@code
 * ArtemisBroker broker = ArtemisDistribution.create(temp.resolve("broker"), Path.of("broker-config/single/broker.xml"))
 *         .user("gateway", "gateways", "apis", "workers")
 *         .user("producer", "producers")
 *         .start();
 * StompSocket.connectedTo(broker.stompPort());
 * broker.kill();
 * broker.start();
 * broker.close();
 * }</pre>
 *
 * <p>Users have the password that {@link TestLogin#passwordOf} gives.
 */
public final class ArtemisBroker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path instance;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> users = new ArrayList<>();
    private final List<String> roles = new ArrayList<>();
    private final int stompPort = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private Process process;
    private int starts;

    ArtemisBroker(Path instance) {
        this.instance = instance;
        setting("BROKER_HOST", "127.0.0.1");
        setting("BROKER_STOMP_PORT", stompPort);
        setting("BROKER_JMS_PORT", jmsPort);
        // A test JVM that ends early must not leave brokers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
    }

    /** Sets an environment variable that {@code broker.xml} reads, such as {@code BROKER_STOMP_PORT}. */
    public ArtemisBroker setting(String name, Object value) {
        settings.put(name, value.toString());
        return this;
    }

    /** Adds a user with {@link TestLogin}'s password. A broker that runs learns it within seconds. */
    public ArtemisBroker user(String name, String... rolesOfUser) throws IOException {
        users.add(name + " = " + TestLogin.passwordOf(name));
        for (String role : rolesOfUser) {
            roles.add(role + "=" + name);
        }
        Files.write(instance.resolve("etc/artemis-users.properties"), users);
        Files.write(instance.resolve("etc/artemis-roles.properties"), linesByRole());
        return this;
    }

    private List<String> linesByRole() {
        Map<String, String> byRole = new LinkedHashMap<>();
        for (String grant : roles) {
            String[] roleAndUser = grant.split("=", 2);
            byRole.merge(roleAndUser[0], roleAndUser[1], (before, more) -> before + "," + more);
        }
        return byRole.entrySet().stream()
                .map(role -> role.getKey() + " = " + role.getValue())
                .toList();
    }

    /** Starts the process, and returns when it serves STOMP and JMS. */
    public ArtemisBroker start() throws IOException {
        launch();
        awaitServing();
        return this;
    }

    /** Starts the process without waiting, for a backup, which does not serve until it takes over. */
    public ArtemisBroker launch() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException("The broker runs already");
        }
        ProcessBuilder builder = new ProcessBuilder(
                        instance.resolve("bin/artemis").toString(), "run")
                .directory(instance.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output(++starts).toFile());
        makeFrugal(builder);
        builder.environment().putAll(settings);
        process = builder.start();
        return this;
    }

    /** A JVM for a life of minutes, with little memory: the machine runs several brokers beside the tests. */
    static void makeFrugal(ProcessBuilder builder) {
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("JAVA_ARGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -Dlog4j2.disableJmx=true");
    }

    /** Waits until both acceptors are open; fails at once if the process ends. */
    public void awaitServing() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(this::checkAlive)
                .until(this::isServing);
    }

    /** Whether both acceptors take connections; a backup opens them when it has taken over. */
    public boolean isServing() {
        return isOpen(stompPort) && isOpen(jmsPort);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until this life of the broker has logged a text, such as {@code AMQ221109}. */
    public void awaitLog(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(this::checkAlive)
                .until(() -> logOfThisLife().contains(text));
    }

    /** Everything that the broker has logged since its first start. */
    public String log() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int life = 1; life <= starts; life++) {
            log.append("---- start ").append(life).append('\n').append(Files.readString(output(life)));
        }
        return log.toString();
    }

    public String logOfThisLife() throws IOException {
        return starts == 0 ? "" : Files.readString(output(starts));
    }

    private Path output(int life) {
        return instance.resolve("output-" + life + ".log");
    }

    /** Ends the process as {@code kill -9} does: nothing is flushed, no connection is closed in order. */
    public void kill() throws InterruptedException {
        destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The broker did not end");
        }
    }

    /** Asks the process to end (SIGTERM) and waits until it has. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The broker did not end when asked to");
        }
    }

    /**
     * Lets the instance run with another distribution from its next start, as {@code bin/artemis upgrade} does.
     *
     * @param brokerXml replaces the instance's
     */
    public void upgradeTo(Path home, Path brokerXml) throws IOException, InterruptedException {
        ArtemisDistribution.run(
                instance.getParent(), home.resolve("bin/artemis").toString(), "upgrade", instance.toString());
        Files.copy(brokerXml, instance.resolve("etc/broker.xml"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Stops the process in its tracks (SIGSTOP): its connections stay open, and nothing answers. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen process go on (SIGCONT). */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        ArtemisDistribution.run(instance, "kill", "-" + name, String.valueOf(process.pid()));
    }

    private void checkAlive() throws IOException {
        if (!isAlive()) {
            throw new AssertionError("The broker has ended:\n" + logOfThisLife());
        }
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public int stompPort() {
        return stompPort;
    }

    public int jmsPort() {
        return jmsPort;
    }

    /** The instance's directory, with {@code bin}, {@code data}, {@code etc} and {@code log}. */
    public Path directory() {
        return instance;
    }

    private void destroy() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() throws InterruptedException {
        if (isAlive()) {
            kill();
        }
    }
}
