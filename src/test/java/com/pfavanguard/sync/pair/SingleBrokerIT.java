package com.pfavanguard.sync.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestKeys;
import com.pfavanguard.sync.testing.TestLogin;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.io.EOFException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes a broker of the real distribution with {@code broker-config/create.sh}, with TLS, and connects to it; then it asks for client certificates. */
class SingleBrokerIT {

    // With the characters that separate parameters in an acceptor's URL.
    private static final String STORE_PASSWORD = "s;e&c%r t";

    @TempDir
    Path directory;

    @Test
    void theScriptMakesABrokerWithTlsAndKeepsNoPasswordOfAUser() throws Exception {
        TestKeys keys = new TestKeys(directory, STORE_PASSWORD)
                .make("localhost", "san=dns:localhost")
                .make("gateway", "san=dns:gateway");
        try (ArtemisBroker broker = ArtemisDistribution.createByScript(
                        "single",
                        directory.resolve("broker"),
                        Map.of(
                                "BROKER_KEYSTORE",
                                keys.keyStore("localhost").toString(),
                                "BROKER_KEYSTORE_PASSWORD",
                                STORE_PASSWORD,
                                "BROKER_TRUSTSTORE",
                                keys.trustStore("gateway").toString(),
                                "BROKER_TRUSTSTORE_PASSWORD",
                                STORE_PASSWORD))
                // Overrules the script's file, which asks clients for certificates if there is a trust store.
                .setting("BROKER_CLIENT_CERTIFICATES", false)
                .start()) {
            SSLContext nameless = keys.trusting("localhost");
            assertThat(broker.log()).doesNotContain(" WARN ", " ERROR ");
            assertThat(stompOverTls(broker, nameless, TestLogin.passwordOf(TestLogin.GATEWAY)))
                    .startsWith("CONNECTED");
            assertThat(stompOverTls(broker, nameless, "guessed")).startsWith("ERROR");
            assertThatIOException().isThrownBy(() -> StompSocket.connectedTo(broker.stompPort()));
            publish(broker, keys, TestLogin.passwordOf(TestLogin.PRODUCER));
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(() -> connections(broker, keys, "guessed").createConnection());

            Path etc = broker.directory().resolve("etc");
            assertThat(Files.readString(etc.resolve("artemis-users.properties")))
                    .contains("admin = ENC(1024:", "gateway = ENC(1024:", "producer = ENC(1024:");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc.resolve("sync-broker.env"))))
                    .isEqualTo("rw-------");

            broker.stop();
            broker.setting("BROKER_CLIENT_CERTIFICATES", true).start();

            assertThat(stompOverTls(
                            broker, keys.trustingAs("localhost", "gateway"), TestLogin.passwordOf(TestLogin.GATEWAY)))
                    .startsWith("CONNECTED");
            assertThatIOException()
                    .isThrownBy(() -> stompOverTls(broker, nameless, TestLogin.passwordOf(TestLogin.GATEWAY)));
            try (ActiveMQConnectionFactory namelessJms =
                    connections(broker, keys, TestLogin.passwordOf(TestLogin.PRODUCER))) {
                // The client does not notice that its handshake was refused, and waits for an answer: 30 s by default.
                namelessJms.setCallTimeout(5_000);
                assertThatExceptionOfType(JMSException.class).isThrownBy(namelessJms::createConnection);
            }
        }
    }

    /** The first line of the broker's answer to a login. */
    private static String stompOverTls(ArtemisBroker broker, SSLContext client, String password) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), broker.stompPort())) {
            socket.setSoTimeout(30_000);
            String connect = "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:%s\npasscode:%s\n\n\0"
                    .formatted(TestLogin.GATEWAY, password);
            socket.getOutputStream().write(connect.getBytes(StandardCharsets.UTF_8));
            byte[] answer = socket.getInputStream().readNBytes(9);
            if (answer.length == 0) {
                throw new EOFException("The broker has closed the connection");
            }
            return new String(answer, StandardCharsets.UTF_8);
        }
    }

    private static void publish(ArtemisBroker broker, TestKeys keys, String password) {
        try (ActiveMQConnectionFactory connections = connections(broker, keys, password);
                JMSContext jms = connections.createContext()) {
            jms.createProducer().send(jms.createTopic("sync.org-rio"), "by JMS over TLS");
        }
    }

    private static ActiveMQConnectionFactory connections(ArtemisBroker broker, TestKeys keys, String password) {
        // Artemis decodes a parameter twice, as it does in broker.xml.
        String escaped = STORE_PASSWORD
                .replace("%", "%2525")
                .replace(";", "%253B")
                .replace("&", "%2526")
                .replace(" ", "%2520");
        return new ActiveMQConnectionFactory(
                "tcp://localhost:%d?sslEnabled=true;trustStorePath=%s;trustStorePassword=%s"
                        .formatted(broker.jmsPort(), keys.keyStore("localhost"), escaped),
                TestLogin.PRODUCER,
                password);
    }
}
