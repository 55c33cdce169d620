package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestKeys;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import jakarta.jms.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * TLS to a broker from {@code broker.xml} whose certificate is for localhost and that asks for a client certificate.
 */
@ExtendWith(OutputCaptureExtension.class)
class BrokerTlsIT {

    private static final int STOMP = FreePorts.next();
    private static final int JMS = FreePorts.next();
    private static final int PLAIN_JMS = FreePorts.next();
    private static final int EXPIRED_JMS = FreePorts.next();
    private static final int EXPIRED_ISSUED_JMS = FreePorts.next();

    @TempDir
    static Path files;

    private static TestKeys keys;
    private static final EmbeddedActiveMQ BROKER = new EmbeddedActiveMQ();

    @BeforeAll
    static void startBroker() throws Exception {
        String[] twoDaysAgo = {"-startdate", "-3d", "-validity", "1"};
        keys = new TestKeys(files)
                .make("broker", "san=dns:localhost")
                .make("gateway", "san=dns:gateway")
                .make("ca", "bc:c")
                .make("expired", "san=dns:localhost", twoDaysAgo)
                .makeIssued("expired-issued", "ca", "san=dns:localhost", twoDaysAgo);
        String tls = ";sslEnabled=true;needClientAuth=true;keyStoreType=PKCS12;keyStorePath=" + keys.keyStore("broker")
                + ";keyStorePassword=" + TestKeys.PASSWORD + ";trustStoreType=PKCS12;trustStorePath="
                + keys.trustStore("gateway") + ";trustStorePassword=" + TestKeys.PASSWORD;
        Configuration configuration = ExternalBroker.configuration();
        configuration.setBrokerInstance(files.toFile());
        configuration.clearAcceptorConfigurations();
        configuration.addAcceptorConfiguration(
                "stomp", "tcp://127.0.0.1:" + STOMP + "?protocols=STOMP;multicastPrefix=/topic/" + tls);
        configuration.addAcceptorConfiguration("jms", "tcp://127.0.0.1:" + JMS + "?protocols=CORE" + tls);
        addExpired(configuration, "expired", EXPIRED_JMS);
        addExpired(configuration, "expired-issued", EXPIRED_ISSUED_JMS);
        configuration.addAcceptorConfiguration("plain", "tcp://127.0.0.1:" + PLAIN_JMS + "?protocols=CORE");
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY));
        users.addRole(TestLogin.GATEWAY, "gateways");
        users.addRole(TestLogin.GATEWAY, "workers");
        BROKER.setConfiguration(configuration);
        BROKER.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        BROKER.start();
    }

    private static void addExpired(Configuration configuration, String key, int port) throws Exception {
        configuration.addAcceptorConfiguration(
                key,
                "tcp://127.0.0.1:" + port + "?protocols=CORE;sslEnabled=true;keyStoreType=PKCS12;keyStorePath="
                        + keys.keyStore(key) + ";keyStorePassword=" + TestKeys.PASSWORD);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        BROKER.stop();
    }

    private static SslBundle bundle(@Nullable String key, String trusted) {
        return SslBundle.of(
                new JksSslStoreBundle(key == null ? null : store(keys.keyStore(key)), store(keys.trustStore(trusted))));
    }

    private static JksSslStoreDetails store(Path path) {
        return new JksSslStoreDetails("PKCS12", null, "file:" + path, TestKeys.PASSWORD);
    }

    private static StompBroker broker(String name, int jmsPort, @Nullable SslBundle bundle) {
        List<BrokerHost> hosts = List.of(new BrokerHost(name, STOMP, jmsPort));
        return new StompBroker(
                hosts,
                new HostLookup(hosts),
                () -> new BrokerLogin.Credentials(TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY)),
                bundle == null ? null : new BrokerTls("SSL bundle b", () -> bundle),
                BrokerClientId.of("test"),
                10,
                Duration.ofMinutes(2));
    }

    private static Endpoint endpoint(StompBroker broker) throws IOException {
        return new Endpoint(broker.hosts().get(0), InetAddress.getByName("127.0.0.1"));
    }

    private static Connection jms(String name, int port, @Nullable SslBundle bundle) throws Exception {
        StompBroker broker = broker(name, port, bundle);
        return new JmsEndpoints(broker).connect(endpoint(broker)).connection();
    }

    @Test
    void theGatewayUsesOneBundleForLinkAndJmsAndReadsThePasswordAgain(CapturedOutput output) throws Exception {
        Path passcode = Files.writeString(files.resolve("passcode"), "yesterday's\n");
        try (TestGateway gateway = TestGateway.atBroker(
                "localhost:" + STOMP + ":" + JMS,
                "--sync.broker.external.login=" + TestLogin.GATEWAY,
                "--sync.broker.external.passcode-file=" + passcode,
                "--sync.broker.external.client-id=gateway-1",
                "--sync.broker.external.ssl.bundle=broker",
                "--spring.ssl.bundle.jks.broker.keystore.location=file:" + keys.keyStore("gateway"),
                "--spring.ssl.bundle.jks.broker.keystore.password=" + TestKeys.PASSWORD,
                "--spring.ssl.bundle.jks.broker.keystore.type=PKCS12",
                "--spring.ssl.bundle.jks.broker.truststore.location=file:" + keys.trustStore("broker"),
                "--spring.ssl.bundle.jks.broker.truststore.password=" + TestKeys.PASSWORD,
                "--spring.ssl.bundle.jks.broker.truststore.type=PKCS12")) {
            assertThat(gateway.bean(BrokerLinkStatus.class).isUp()).isFalse();

            Files.writeString(passcode, TestLogin.passwordOf(TestLogin.GATEWAY) + "\n");

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> gateway.bean(BrokerLinkStatus.class).isUp());
            try (WireClient client = WireClient.json(gateway, "org-tls")) {
                String id = Awaitility.await()
                        .atMost(WireClient.PATIENCE)
                        .ignoreExceptions()
                        .until(() -> gateway.publish("org-tls", "PFA-1"), published -> true);
                assertThat(client.nextJson().get("eventId").stringValue()).isEqualTo(id);
            }
            assertThat(BROKER.getActiveMQServer().getRemotingService().getConnections())
                    .extracting(RemotingConnection::getClientID)
                    .anySatisfy(id -> assertThat(id).matches("gateway-1-[0-9a-f]{4}-stomp-\\d+"))
                    .anySatisfy(id -> assertThat(id).matches("gateway-1-[0-9a-f]{4}-jms-\\d+"));
            assertThat(output.getAll())
                    .contains("the broker refused the connection")
                    .doesNotContain("yesterday's")
                    .doesNotContain(TestLogin.passwordOf(TestLogin.GATEWAY));
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedThoughTheAddressIsRight(CapturedOutput output) {
        assertThatIOException()
                .isThrownBy(() -> jms("127.0.0.1", JMS, bundle("gateway", "broker")))
                .withMessageContaining("the broker's certificate is not for the name 127.0.0.1")
                .withMessageContaining("sync.broker.external.addresses");
        assertThat(output.getAll()).doesNotContain("AMQ214016");
    }

    @Test
    void artemisOwnClientChecksTheNameToo(CapturedOutput output) throws Exception {
        // The client connects to 127.0.0.1, and the certificate is for localhost: the name of the settings counts.
        jms("localhost", JMS, bundle("gateway", "broker")).close();

        StompBroker wrong = broker("other.invalid", JMS, bundle("gateway", "broker"));
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> new JmsEndpoints(wrong)
                        .factory(endpoint(wrong), "jms")
                        .createConnection()
                        .close());
        assertThat(output.getAll()).contains("other.invalid");
    }

    @Test
    void anUntrustedCertificateIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> jms("localhost", JMS, bundle("gateway", "gateway")))
                .withMessageContaining("the broker's certificate is not trusted")
                .withMessageContaining("truststore of the SSL bundle b");
    }

    @Test
    void anExpiredCertificateOfATrustedCaIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> jms("localhost", EXPIRED_ISSUED_JMS, bundle("gateway", "ca")))
                .withMessageContaining("has expired")
                .withMessageContaining("renew it");
    }

    @Test
    void anExpiredCertificateThatIsTrustedItselfGoesOn() throws Exception {
        // Java does not look at the dates of a certificate that is in the truststore.
        jms("localhost", EXPIRED_JMS, bundle("gateway", "expired")).close();
    }

    @Test
    void aMissingClientCertificateIsNamedAsTheCause() {
        assertThatIOException()
                .isThrownBy(() -> jms("localhost", JMS, bundle(null, "broker")))
                .withMessageContaining("client certificate")
                .withMessageContaining("keystore");
    }

    @Test
    void tlsToAPlainAcceptorSaysSo() {
        assertThatIOException()
                .isThrownBy(() -> jms("localhost", PLAIN_JMS, bundle("gateway", "broker")))
                .withMessageContaining("sslEnabled=true");
    }

    @Test
    void plainJmsToATlsAcceptorSaysSo() {
        assertThatIOException()
                .isThrownBy(() -> jms("localhost", JMS, null))
                .withMessageContaining("set sync.broker.external.ssl.bundle");
    }

    @Test
    void aServerThatAnswersInPlainTextDoesNotSpeakTls() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket plain = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket answering = server.accept()) {
            answering.getOutputStream().write("ERROR\nmessage:what?\n\n\0".getBytes());
            BrokerTls tls = new BrokerTls("SSL bundle b", () -> bundle(null, "broker"));

            assertThatIOException()
                    .isThrownBy(() -> tls.over(plain, new BrokerHost("localhost", 1, 2), 60_000))
                    .withMessageStartingWith("the broker does not speak TLS on this port");
        }
    }

    @Test
    void aReloadedBundleCountsForNewConnections() throws Exception {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("b", bundle("gateway", "gateway"));
        BrokerTls tls = BrokerTls.of("b", bundles);
        BrokerHost host = new BrokerHost("localhost", STOMP, JMS);
        try (Socket plain = new Socket("127.0.0.1", JMS)) {
            assertThatIOException().isThrownBy(() -> tls.over(plain, host, 60_000));
        }

        bundles.updateBundle("b", bundle("gateway", "broker"));

        try (Socket plain = new Socket("127.0.0.1", JMS)) {
            assertThat(tls.over(plain, host, 60_000).getSession().isValid()).isTrue();
        }
    }

    @Test
    void anUnknownBundleFailsTheStart() {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> BrokerTls.of("b", new DefaultSslBundleRegistry()))
                .satisfies(e -> assertThat(e.action()).contains("spring.ssl.bundle"));
    }
}
