package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.web.CertificateEnd;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * Examines an external broker once, for a person who wants to know what is wrong: each address by STOMP and by JMS, the
 * certificate, the login, the queues, the rights, how long events are kept, the clock. Sends no event and creates
 * nothing that outlives the connection. For one thread.
 */
public final class BrokerExamination {

    private final BrokerProperties properties;
    private final Set<BrokerNeed> needs;
    private final Clock clock;
    private final StompBroker broker;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Absent> absent = new ArrayList<>();
    private boolean stompFound;
    private boolean jmsFound;

    /**
     * A place that cannot be used. Whether that is a problem is known only when all places have been tried.
     *
     * @param refused whether the machine answers and nothing listens there, as with a backup that waits
     */
    private record Absent(String what, String setting, boolean refused) {

        Finding besideALiveOne() {
            return refused
                    ? Finding.fine(
                            "%s A backup does not listen while another broker is live; whether it runs can be seen on its"
                                    + " own machine only",
                            what)
                    : Finding.warning(
                            "%s Another broker is live, but this one could not take over. %s", what, remedy());
        }

        Finding asProblem() {
            return Finding.problem("%s %s", what, remedy());
        }

        private String remedy() {
            return "Check that the broker runs, sync.broker.external.addresses, sync.broker.external." + setting
                    + ", and the firewalls in between";
        }
    }

    private BrokerExamination(BrokerProperties properties, Set<BrokerNeed> needs, StompBroker broker, Clock clock) {
        this.properties = properties;
        this.needs = needs;
        this.broker = broker;
        this.clock = clock;
    }

    /**
     * Takes some seconds, more if a broker does not answer.
     *
     * @param needs what the process does with the broker
     * @throws BrokerStartException if the settings contradict each other, as at a start
     */
    public static List<Finding> of(
            BrokerProperties properties, Set<BrokerNeed> needs, Supplier<SslBundles> bundles, Clock clock) {
        StompBroker broker = BrokerConfiguration.ExternalMode.broker(properties, bundles);
        return new BrokerExamination(properties, needs, broker, clock).examined();
    }

    private List<Finding> examined() {
        String url = properties.external().jmsUrl();
        JmsUrl jmsUrl = url == null ? null : new JmsUrl(url, broker);
        for (BrokerHost host : broker.hosts()) {
            for (Endpoint endpoint : endpoints(host)) {
                stomp(endpoint);
                if (jmsUrl == null) {
                    jms(endpoint);
                }
            }
        }
        if (jmsUrl != null) {
            inspect("JMS " + jmsUrl, () -> jmsUrl.factory("doctor"));
        }
        if (stompFound && (jmsFound || jmsUrl != null)) {
            absent.stream().map(Absent::besideALiveOne).forEach(findings::add);
        } else {
            absent.stream().map(Absent::asProblem).forEach(findings::add);
        }
        return findings;
    }

    private List<Endpoint> endpoints(BrokerHost host) {
        List<Endpoint> endpoints = new ArrayList<>();
        try {
            for (InetAddress ip : InetAddress.getAllByName(host.name())) {
                endpoints.add(new Endpoint(host, ip));
            }
        } catch (UnknownHostException e) {
            findings.add(Finding.problem("No IP address is known for the broker " + host.name()
                    + ". Check the name in sync.broker.external.addresses, and the DNS"));
        }
        return endpoints;
    }

    private void stomp(Endpoint endpoint) {
        String place = "STOMP " + endpoint + ":" + endpoint.host().stompPort();
        try {
            StompKnock knock = StompKnock.at(broker, endpoint);
            stompFound = true;
            BrokerVersion.judge(knock.server())
                    .ifPresentOrElse(
                            this::wrong,
                            () -> findings.add(Finding.fine(
                                    "%s accepts the login%s",
                                    place, knock.server() == null ? "" : ", " + knock.server())));
            knock.certificates().stream().limit(1).forEach(certificate -> certificate(place, certificate));
        } catch (BrokerRefusedException e) {
            stompFound = true;
            wrong(e.problem());
        } catch (IOException e) {
            away(place, e, "stomp-port");
        }
    }

    private void certificate(String place, X509Certificate certificate) {
        Instant ends = certificate.getNotAfter().toInstant();
        Duration left = Duration.between(clock.instant(), ends);
        findings.add(
                left.compareTo(CertificateEnd.WARN_BEFORE) < 0
                        ? Finding.warning(
                                "The certificate of %s ends in %d days, on %s. Renew it", place, left.toDays(), ends)
                        : Finding.fine("The certificate of %s is trusted and valid until %s", place, ends));
    }

    private void jms(Endpoint endpoint) {
        String place = "JMS " + endpoint + ":" + endpoint.host().jmsPort();
        JmsEndpoints jms = new JmsEndpoints(broker);
        try {
            jms.knock(endpoint);
        } catch (IOException e) {
            away(place, e, "jms-port");
            return;
        }
        jmsFound = true;
        inspect(place, () -> jms.factory(endpoint, "doctor"));
    }

    private void away(String place, IOException e, String setting) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        absent.add(new Absent(
                place + " cannot be reached: " + reason + (reason.endsWith("?") ? "" : "."),
                setting,
                e instanceof ConnectException && reason.contains("refused")));
    }

    private void inspect(String place, CoreConnection.Factory factories) {
        int before = wrongs();
        try {
            new BrokerInspection(() -> BrokerAccess.open(factories.create()), needs, properties.history(), false)
                    .inspect()
                    .forEach(this::wrong);
            if (wrongs() == before) {
                findings.add(Finding.fine("%s accepts the login; all queues and rights are in place", place));
                if (needs.contains(BrokerNeed.EVENTS)) {
                    HistoryLook.problems(factories.create(), properties.history())
                            .forEach(this::wrong);
                }
                clock(place, factories.create());
            }
        } catch (IOException | ActiveMQException e) {
            findings.add(Finding.problem(place + " is there but does not answer as a broker: " + e.getMessage()
                    + ". Check that the port is that of an acceptor with the protocol CORE"));
        }
    }

    private void clock(String place, ActiveMQConnectionFactory factory) throws IOException, ActiveMQException {
        try (BrokerAccess access = BrokerAccess.open(factory)) {
            BrokerClock.@Nullable Difference difference =
                    BrokerClock.compare(access.openSession(), clock).orElse(null);
            if (difference == null) {
                findings.add(Finding.fine("The user of %s may not compare the clocks; a running gateway does", place));
                return;
            }
            difference
                    .problem()
                    .ifPresentOrElse(
                            this::wrong,
                            () -> findings.add(Finding.fine("This machine's clock agrees with the broker's")));
        }
    }

    private int wrongs() {
        return (int) findings.stream().filter(finding -> finding.isProblem()).count();
    }

    private void wrong(BrokerProblem problem) {
        Finding finding = Finding.problem(problem.text());
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
