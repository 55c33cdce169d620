package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import com.pfavanguard.sync.start.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * Examines the embedded broker once, for a person who wants to know what is wrong: its passwords, and if a gateway runs,
 * whether its broker accepts them and keeps events as the settings say. A gateway reads both at its start only. Sends
 * nothing and creates nothing that outlives the connection. For one thread.
 */
public final class EmbeddedExamination {

    private static final String RESTART =
            ". A gateway reads this at its start only: restart it, or run doctor with the settings that it was started with";

    private final BrokerProperties properties;
    private final Embedded embedded;
    private final List<Finding> findings = new ArrayList<>();

    private EmbeddedExamination(BrokerProperties properties) {
        this.properties = properties;
        this.embedded = properties.embedded();
    }

    /**
     * Takes some seconds if the broker does not answer.
     *
     * @param gatewayRuns whether a gateway runs with these settings, and its broker with it
     * @throws BrokerStartException if a password cannot be used, as at a start
     */
    public static List<Finding> of(BrokerProperties properties, boolean gatewayRuns) {
        return new EmbeddedExamination(properties).examined(gatewayRuns);
    }

    private List<Finding> examined(boolean gatewayRuns) {
        if (!embedded.requireLogin()) {
            findings.add(
                    Finding.warning(
                            "sync.broker.embedded.require-login=false: every user and program of this machine"
                                    + " can publish events, read those of all organizations, and change the queues. Set it to true"));
        }
        Map<String, String> passwords = embedded.requireLogin() ? BrokerUsers.known(embedded) : Map.of();
        if (!gatewayRuns) {
            findings.add(Finding.fine("The broker is embedded; the gateway sets it up by itself"));
            return findings;
        }
        for (String user : List.of(BrokerUsers.PRODUCER, BrokerUsers.GATEWAY)) {
            String password = passwords.get(user);
            if (embedded.requireLogin() && password == null) {
                findings.add(Finding.warning(
                        "%s holds no password of %s although a gateway runs, so that uses another data directory. Start"
                                + " doctor in its directory and with its settings, such as"
                                + " sync.broker.embedded.data-directory",
                        UsersFile.in(embedded.dataDirectory()), user));
            } else {
                logIn(user, embedded.requireLogin() ? new Credentials(user, password) : new Credentials(null, null));
            }
        }
        return findings;
    }

    private void logIn(String user, Credentials login) {
        BrokerHost host = new BrokerHost("127.0.0.1", embedded.stompPort(), embedded.jmsPort());
        StompBroker broker = new StompBroker(
                List.of(host),
                new HostLookup(List.of(host)),
                () -> login,
                null,
                BrokerClientId.of("sync-gateway"),
                properties.history().size(),
                properties.history().retention());
        try {
            Endpoint endpoint = new Endpoint(host, InetAddress.getByName(host.name()));
            if (user.equals(BrokerUsers.PRODUCER)) {
                StompKnock.at(broker, endpoint);
            } else {
                readAsGateway(new JmsEndpoints(broker), endpoint);
            }
            if (login.login() != null) {
                findings.add(Finding.fine("The embedded broker accepts the password of %s", user));
            }
        } catch (BrokerRefusedException e) {
            findings.add(Finding.problem(
                    "The embedded broker refuses the password of %s that stands in %s%s", user, source(user), RESTART));
        } catch (IOException | ActiveMQException e) {
            findings.add(Finding.problem(
                    "A gateway runs, but its broker does not answer on STOMP port %d and JMS port %d: %s. Start doctor"
                            + " with the gateway's settings; if they are these, its log says why",
                    embedded.stompPort(), embedded.jmsPort(), String.valueOf(e.getMessage())));
        }
    }

    private String source(String user) {
        boolean producer = user.equals(BrokerUsers.PRODUCER);
        String set = producer ? embedded.producerPassword() : embedded.gatewayPassword();
        if (set == null || set.isBlank()) {
            return UsersFile.in(embedded.dataDirectory()).toString();
        }
        return "sync.broker.embedded." + (producer ? "producer-password" : "gateway-password");
    }

    private void readAsGateway(JmsEndpoints jms, Endpoint endpoint) throws IOException, ActiveMQException {
        jms.knock(endpoint);
        try (BrokerAccess access = BrokerAccess.open(jms.factory(endpoint, "doctor"))) {
            for (NeededQueue queue : NeededQueue.of(EnumSet.of(BrokerNeed.EVENTS))) {
                QueueComparison.compare(queue, access.queue(queue.name()), properties.history())
                        .forEach(this::changed);
            }
        }
        HistoryLook.problems(jms.factory(endpoint, "doctor"), properties.history())
                .forEach(this::changed);
    }

    // Problems of an external broker end with what to do in its broker.xml.
    private void changed(BrokerProblem problem) {
        findings.add(
                Finding.problem("%s%s", problem.text().replaceFirst("\\. (Set|Delete|Declare|Copy) .*", ""), RESTART));
    }
}
