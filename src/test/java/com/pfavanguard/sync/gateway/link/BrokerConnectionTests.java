package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pfavanguard.sync.broker.BrokerLogin;
import com.pfavanguard.sync.broker.StompBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerConnectionTests {

    private static final Duration SILENCE = Duration.ofMillis(100);

    private static StompBroker at(ServerSocket server) {
        return StompBroker.here(server.getLocalPort(), BrokerLogin.NONE, 10, Duration.ofMinutes(1));
    }

    private static BrokerConnection open(ServerSocket server) throws IOException {
        StompBroker broker = at(server);
        return BrokerConnection.open(broker, broker.endpoints().get().get(0), 1_000, SILENCE);
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void givesUpABrokerThatNeverAnswersTheLogin() throws Exception {
        try (ServerSocket server = server()) {
            assertThatIOException().isThrownBy(() -> open(server)).withMessageContaining("said nothing for 100 ms");
        }
    }

    @Test
    void givesUpABrokerThatHasFallenSilent() throws Exception {
        try (ServerSocket server = server()) {
            Thread broker = new Thread(() -> answerLoginOnly(server));
            broker.start();
            // On a slow machine the login may already take too long; a longer limit would make the test slow.
            assertThatIOException()
                    .isThrownBy(() -> {
                        try (BrokerConnection connection = open(server)) {
                            connection.subscribe();
                            connection.read();
                        }
                    })
                    .withMessageContaining("said nothing for 100 ms");
            broker.join();
        }
    }

    @Test
    void aBrokerThatHangsUpAtTheLoginMaySpeakTls() throws Exception {
        try (ServerSocket server = server()) {
            Thread broker = new Thread(() -> hangUp(server));
            broker.start();
            StompBroker stomp = at(server);
            assertThatIOException()
                    .isThrownBy(() ->
                            BrokerConnection.open(stomp, stomp.endpoints().get().get(0), 1_000))
                    .withMessageContaining("if its acceptor has sslEnabled=true, set sync.broker.external.ssl.bundle");
            broker.join();
        }
    }

    private static void hangUp(ServerSocket server) {
        try (Socket client = server.accept()) {
            // Reads the login first; closing with unread bytes would reset the connection.
            for (int read = client.getInputStream().read(); read > 0; ) {
                read = client.getInputStream().read();
            }
        } catch (IOException e) {
            // The other side closed the connection.
        }
    }

    private static void answerLoginOnly(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("CONNECTED\nversion:1.2\n\n\0".getBytes(StandardCharsets.UTF_8));
            // Until the other side closes.
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The other side closed the connection, as it should.
        }
    }
}
