package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServer.SERVER_STATE;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs Artemis inside this process, for a single machine and for development. Starts before every bean that connects
 * to it, and stops after them. May be stopped and started again; the journal keeps the messages.
 */
public class EmbeddedBroker implements SmartLifecycle {

    /** Starts before all beans that connect to the broker; those have higher phases. */
    public static final int PHASE = Integer.MIN_VALUE + 1000;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final BrokerProperties properties;
    private final BrokerUsers users;
    private final int inVmServerId;
    private final BrokerDisk disk;
    private volatile boolean wanted;
    private volatile @Nullable EmbeddedActiveMQ broker;
    private volatile @Nullable CriticalFailures criticalFailures;
    private volatile @Nullable String ioError;

    /**
     * @param inVmServerId number of the in-VM acceptor, unique among the brokers of this process
     */
    EmbeddedBroker(BrokerProperties properties, BrokerUsers users, int inVmServerId) {
        this.properties = properties;
        this.users = users;
        this.inVmServerId = inVmServerId;
        this.disk = new BrokerDisk(
                properties.embedded().dataDirectory(), properties.embedded().minDiskFree());
    }

    /** Returns the watch on the free space for its data. */
    public BrokerDisk disk() {
        return disk;
    }

    /** Returns the broker's name in its management beans; unique in this process. */
    public String name() {
        return EmbeddedBrokerConfiguration.name(inVmServerId);
    }

    @Override
    public synchronized void start() {
        if (broker != null) {
            return;
        }
        requireFreePorts(properties.embedded());
        startServing();
        wanted = true;
    }

    /**
     * Returns why the broker does not serve although it was not stopped; {@code null} while it serves or is stopped.
     * Does not wait for a start or stop in progress.
     */
    public @Nullable String failure() {
        if (!wanted) {
            return null;
        }
        EmbeddedActiveMQ present = broker;
        String error = ioError;
        if (present == null) {
            return error == null ? "it has not started again" : error;
        }
        if (present.getActiveMQServer().getState() != SERVER_STATE.STARTED) {
            return error == null ? "it has stopped itself" : error;
        }
        CriticalFailures critical = criticalFailures;
        return critical != null && critical.isStuck() ? "a part of it is stuck (critical analyzer)" : null;
    }

    /**
     * Restarts a failed broker on the same data.
     *
     * @throws BrokerStartException if it cannot be stopped or does not start
     */
    synchronized void startAgain() {
        if (!wanted) {
            return;
        }
        EmbeddedActiveMQ failed = broker;
        if (failed != null) {
            stopWithin(STOP_PATIENCE, failed);
            broker = null;
        }
        requireFreePorts(properties.embedded());
        startServing();
    }

    // A stop can wait for ever for the thread that is stuck.
    private static void stopWithin(Duration patience, EmbeddedActiveMQ failed) {
        Thread stopping = new Thread(() -> stopQuietly(failed), "embedded-broker-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stopping.isAlive() || failed.getActiveMQServer().getState() != SERVER_STATE.STOPPED) {
            throw new BrokerStartException(
                    "The embedded broker has not stopped within " + patience.toSeconds() + " s.",
                    "Restart the process.",
                    null);
        }
    }

    /** Starts Artemis after the ports were found free. Another process may take one in between. */
    synchronized void startServing() {
        Embedded embedded = properties.embedded();
        QuietHangUps.install();
        OwnersDirectory.prepare(embedded.dataDirectory());
        Configuration configuration = EmbeddedBrokerConfiguration.of(properties, inVmServerId);
        CutJournalFiles.report(configuration);
        EmbeddedActiveMQ starting = new EmbeddedActiveMQ();
        starting.setConfiguration(configuration);
        starting.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users.security()));
        disk.look();
        CriticalFailures critical = new CriticalFailures(System::nanoTime);
        try {
            starting.createActiveMQServer();
            ActiveMQServer server = starting.getActiveMQServer();
            server.registerBrokerPlugin(new DiskRefusals(disk));
            server.registerBrokerPlugin(critical);
            server.registerIOCriticalErrorListener((cause, message, file) -> ioError = message + ": " + cause);
            starting.start();
            requireServing(starting);
        } catch (Exception e) {
            stopQuietly(starting);
            requireFreePorts(embedded); // or the journal would be blamed
            throw new BrokerStartException(
                    "The embedded broker did not start on data directory "
                            + embedded.dataDirectory().toAbsolutePath() + ": " + e.getMessage(),
                    "See the cause above. If another process uses that directory, stop it or set"
                            + " sync.broker.embedded.data-directory to another one.",
                    e);
        }
        ioError = null;
        criticalFailures = critical;
        broker = starting;
    }

    // start() returns normally even when Artemis could not open a port or gave up on its journal.
    private static void requireServing(EmbeddedActiveMQ broker) {
        var server = broker.getActiveMQServer();
        if (!server.isActive()) {
            throw new IllegalStateException("it is not active; is its journal locked by another process?");
        }
        for (String acceptor : EmbeddedBrokerConfiguration.ACCEPTORS) {
            if (!server.getRemotingService().getAcceptor(acceptor).isStarted()) {
                throw new IllegalStateException("its acceptor \"" + acceptor + "\" did not open");
            }
        }
    }

    private static void requireFreePorts(Embedded embedded) {
        requireFree(embedded.stompPort(), "sync.broker.embedded.stomp-port");
        requireFree(embedded.jmsPort(), "sync.broker.embedded.jms-port");
    }

    private static void requireFree(int port, String setting) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The embedded broker cannot listen on port " + port + " of the loopback address: " + e.getMessage(),
                    "Stop what uses port " + port + ", or choose another port with " + setting + ".",
                    e);
        }
    }

    @Override
    public synchronized void stop() {
        EmbeddedActiveMQ stopping = broker;
        wanted = false;
        broker = null;
        ioError = null;
        if (stopping != null) {
            stopQuietly(stopping);
        }
    }

    private static void stopQuietly(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception e) {
            log.warn("The embedded broker did not stop cleanly", e);
        }
    }

    @Override
    public boolean isRunning() {
        return wanted;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Returns the running Artemis server. */
    @Nullable ActiveMQServer server() {
        EmbeddedActiveMQ present = broker;
        return present == null ? null : present.getActiveMQServer();
    }

    /** Returns the number of open sessions of all protocols; 0 while stopped. */
    int sessions() {
        EmbeddedActiveMQ present = broker;
        return present == null ? 0 : present.getActiveMQServer().getSessions().size();
    }

    /** Returns the bytes of all messages, as Artemis estimates them; 0 while stopped. */
    public long memoryUsed() {
        ActiveMQServer server = server();
        return server == null || server.getPagingManager() == null
                ? 0
                : server.getPagingManager().getGlobalSize();
    }

    /** Returns the limit of {@link #memoryUsed}, from which on all producers are refused. */
    public long memoryLimit() {
        return EmbeddedBrokerConfiguration.MAX_BYTES_OF_ALL_ADDRESSES;
    }

    /** Returns whether every producer is refused now, because disk or memory is full or the broker has failed. */
    public boolean refusesProducers() {
        return disk.isShort() || memoryUsed() >= memoryLimit() || failure() != null;
    }

    /** Returns the number of connections at the STOMP acceptor; 0 while stopped. */
    public int stompConnections() {
        EmbeddedActiveMQ present = broker;
        if (present == null) {
            return 0;
        }
        return (int) present.getActiveMQServer().getRemotingService().getConnections().stream()
                .filter(connection -> connection.getProtocolName().equalsIgnoreCase("STOMP"))
                .count();
    }
}
