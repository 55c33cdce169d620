package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** What the command doctor says about a broker that is set up wrong in one way after the other. */
class BrokerExaminationIT {

    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path directory;

    @Test
    void saysWhatIsWrongWithABroker() throws Exception {
        try (XmlBroker broker = XmlBroker.startIn(directory, UnaryOperator.identity())) {
            broker.addUserWithPassword("gateway", "another password");
            says(
                    broker,
                    findings -> assertThat(problems(findings))
                            .hasSize(2)
                            .anyMatch(text -> text.startsWith("The STOMP acceptor refuses the login of user gateway: ")
                                    && !text.contains("\\c")
                                    && text.contains("sync.broker.external.passcode"))
                            .anyMatch(text -> text.startsWith("The broker refuses the login of user gateway."))
                            .noneMatch(text -> text.contains(TestLogin.passwordOf("gateway"))));

            broker.setRoles("gateway", "gateways", "apis");
            says(
                    broker,
                    findings -> assertThat(problems(findings))
                            .isNotEmpty()
                            .allMatch(text -> text.startsWith("User gateway may not "))
                            .anyMatch(text -> text.contains("Give the user the role workers")));

            broker.setRoles("gateway", "gateways", "apis", "workers");
            says(broker, findings -> assertThat(problems(findings)).isEmpty());
            assertThat(texts(examined(broker, CLOCK)))
                    .anyMatch(text -> text.startsWith("STOMP 127.0.0.1:")
                            && text.contains("accepts the login, ActiveMQ-Artemis/"))
                    .anyMatch(text ->
                            text.startsWith("JMS 127.0.0.1:") && text.endsWith("all queues and rights are in place"))
                    .anyMatch(text -> text.equals("This machine's clock agrees with the broker's"));
            changesNothing(broker);

            clocksThatDifferAreTold(broker);
            aSecondAddressMayBeABackup(broker);
            aSecondAddressThatIsNoBackupIsAWarning(broker);

            broker.write(xml -> without("pems.conflicts", xml)
                    .replace("ring-size=\"20000\"", "ring-size=\"500\"")
                    .replace("expiry-delay>600000<", "expiry-delay>60000<"));
            says(
                    broker,
                    findings -> assertThat(problems(findings))
                            .anyMatch(text -> text.startsWith("The broker keeps the last 500 events in sync.history")));
            broker.write(xml -> xml.replace("expiry-delay>600000<", "expiry-delay>60000<"));
            says(broker, findings -> assertThat(problems(findings)).isEmpty());
            publishTwo(broker);
            says(
                    broker,
                    findings -> assertThat(problems(findings))
                            .singleElement()
                            .asString()
                            .startsWith(
                                    "The broker keeps events for 60 s, but sync.broker.history.retention is 600 s."));
        }
    }

    private static void clocksThatDifferAreTold(XmlBroker broker) {
        assertThat(problems(examined(broker, Clock.offset(CLOCK, Duration.ofSeconds(45)))))
                .singleElement()
                .asString()
                .startsWith("This machine's clock is at least 30 s ahead of the broker's.");
        assertThat(problems(examined(broker, Clock.offset(CLOCK, Duration.ofSeconds(-45)))))
                .singleElement()
                .asString()
                .startsWith("This machine's clock is at least 30 s behind the broker's.");
    }

    private static void aSecondAddressMayBeABackup(XmlBroker broker) {
        String backup = "127.0.0.1:%d:%d".formatted(FreePorts.next(), FreePorts.next());

        List<Finding> findings = examined(settings(address(broker) + "," + backup), CLOCK);

        assertThat(problems(findings)).isEmpty();
        assertThat(texts(findings))
                .filteredOn(text -> text.contains("A backup does not listen"))
                .hasSize(2);
        assertThat(problems(examined(settings(backup), CLOCK)))
                .hasSize(2)
                .allMatch(text -> text.contains(" cannot be reached: Connection refused. Check that the broker runs"));
    }

    private static void aSecondAddressThatIsNoBackupIsAWarning(XmlBroker broker) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangsUp = new Thread(() -> hangUp(silent));
            hangsUp.start();
            List<Finding> findings = examined(
                    settings("%s,127.0.0.1:%d:%d".formatted(address(broker), silent.getLocalPort(), FreePorts.next())),
                    CLOCK);

            assertThat(findings)
                    .filteredOn(finding -> finding.level() == Finding.Level.WARNING)
                    .singleElement()
                    .matches(finding -> finding.text().contains("closed the connection")
                            && finding.text()
                                    .contains("Another broker is live, but this one could not take over. Check"));
        }
    }

    private static void hangUp(ServerSocket socket) {
        try {
            socket.accept().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void changesNothing(XmlBroker broker) {
        var server = broker.artemis().getActiveMQServer();
        assertThat(server.locateQueue(StompBroker.HISTORY_QUEUE).getMessagesAdded())
                .isZero();
        assertThat(server.getPostOffice().getAddresses())
                .noneMatch(address -> address.toString().equals(StompBroker.HISTORY_MARKER_ADDRESS));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(server.getActiveMQServerControl().getConnectionCount())
                                .isZero());
    }

    private static void publishTwo(XmlBroker broker) throws Exception {
        broker.setRoles("producer", "producers");
        try (StompProducer producer = new StompProducer(broker.stompPort())) {
            producer.sendText("/topic/sync.org-rio", "{}");
            producer.sendText("/topic/sync.org-rio", "{}");
        }
    }

    private static String without(String address, String xml) {
        int start = xml.indexOf("<address name=\"" + address + "\">");
        int end = xml.indexOf("</address>", start) + "</address>".length();
        return xml.substring(0, start) + xml.substring(end);
    }

    // The broker reads a changed file by itself, some time later.
    private static void says(XmlBroker broker, Consumer<List<Finding>> expected) {
        Awaitility.await().untilAsserted(() -> expected.accept(examined(broker, CLOCK)));
    }

    private static List<Finding> examined(XmlBroker broker, Clock clock) {
        return examined(settings(address(broker)), clock);
    }

    private static List<Finding> examined(BrokerProperties settings, Clock clock) {
        return BrokerExamination.of(settings, EnumSet.allOf(BrokerNeed.class), DefaultSslBundleRegistry::new, clock);
    }

    private static String address(XmlBroker broker) {
        return "127.0.0.1:%d:%d".formatted(broker.stompPort(), broker.jmsPort());
    }

    private static BrokerProperties settings(String addresses) {
        return new Binder(new MapConfigurationPropertySource(Map.of(
                        "sync.broker.mode",
                        Mode.EXTERNAL,
                        "sync.broker.external.addresses",
                        addresses,
                        "sync.broker.external.login",
                        "gateway",
                        "sync.broker.external.passcode",
                        TestLogin.passwordOf("gateway"))))
                .bindOrCreate("sync.broker", BrokerProperties.class);
    }

    private static List<String> problems(List<Finding> findings) {
        return texts(findings.stream().filter(Finding::isProblem).toList());
    }

    private static List<String> texts(List<Finding> findings) {
        return findings.stream().map(Finding::text).toList();
    }
}
