package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Artemis inside this process, for one machine and for development. Starts before anything that talks to it and stops
 * after; may be stopped and started again, the journal keeps what it held.
 */
public class EmbeddedBroker implements SmartLifecycle {

    /** Before every other bean that talks to the broker; those that do start at a higher phase. */
    public static final int PHASE = Integer.MIN_VALUE + 1000;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerProperties properties;
    private final BrokerUsers users;
    private final int inVmServerId;
    private @Nullable EmbeddedActiveMQ broker;

    /** @param inVmServerId number of the in-VM acceptor, unique among the brokers of this process */
    EmbeddedBroker(BrokerProperties properties, BrokerUsers users, int inVmServerId) {
        this.properties = properties;
        this.users = users;
        this.inVmServerId = inVmServerId;
    }

    /** What the broker is called in its management beans; unique in this process. */
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
    }

    /** What follows the look at the ports, either of which somebody may take in between. */
    synchronized void startServing() {
        Embedded embedded = properties.embedded();
        QuietHangUps.install();
        OwnersDirectory.prepare(embedded.dataDirectory());
        EmbeddedActiveMQ starting = new EmbeddedActiveMQ();
        starting.setConfiguration(EmbeddedBrokerConfiguration.of(properties, inVmServerId));
        starting.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users.security()));
        try {
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
        broker = null;
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
    public synchronized boolean isRunning() {
        return broker != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** How many sessions the broker holds open, of all protocols; 0 while stopped. */
    synchronized int sessions() {
        return broker == null ? 0 : broker.getActiveMQServer().getSessions().size();
    }

    /** How many connections the STOMP acceptor holds; 0 while stopped. */
    public synchronized int stompConnections() {
        if (broker == null) {
            return 0;
        }
        return (int) broker.getActiveMQServer().getRemotingService().getConnections().stream()
                .filter(connection -> connection.getProtocolName().equalsIgnoreCase("STOMP"))
                .count();
    }
}
