package com.pfavanguard.sync.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.KeySourceException;
import com.pfavanguard.sync.security.SecuritySettingsException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From where keys are fetched, and from where not. */
class IssuerTests {

    private static final String NO_KEYS = "{\"keys\":[]}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        serve("/keys", NO_KEYS);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(String path, String body) {
        server.createContext(path, exchange -> {
            asked.add(path);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void redirect(String path, String location) {
        server.createContext(path, exchange -> {
            asked.add(path);
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    private void discovery(String keys) {
        serve("/.well-known/openid-configuration", "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(address, keys));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://issuer.example",
                "HTTP://issuer.example:8080",
                "http://10.0.0.7",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://127.0.0.1@evil.example",
                "http://127.evil.example",
                "http://evil.example#127.0.0.1",
            })
    void plainHttpFromElsewhereKeepsTheGatewayFromStarting(String plain) {
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> Issuer.withKeysAt(plain, new KeyAddresses(false)))
                .withMessageContaining("sync.security.jwt.jwk-set-uri")
                .withMessageContaining("plain HTTP")
                .satisfies(e -> assertThat(e.action()).contains("https://", "sync.security.jwt.allow-plain-http"));
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> Issuer.named(plain, new KeyAddresses(false)))
                .withMessageContaining("sync.security.jwt.issuer")
                .withMessageContaining("plain HTTP");

        assertThat(Issuer.withKeysAt(plain, new KeyAddresses(true))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost/keys", "http://LOCALHOST:1/keys", "http://127.8.8.8/keys", "http://[::1]:1/k"})
    void plainHttpFromThisMachineIsFine(String plain) {
        assertThat(Issuer.withKeysAt(plain, new KeyAddresses(false))).isNotNull();
        assertThat(Issuer.named(plain, new KeyAddresses(false))).isNotNull();
    }

    @Test
    void keysThatAnIssuerKeepsElsewhereByPlainHttpAreNotFetched() {
        discovery("http://keys.example/keys");

        assertThatExceptionOfType(KeySourceException.class)
                .isThrownBy(() -> Issuer.named(address, new KeyAddresses(false)).fetch())
                .withMessageContaining("jwks_uri")
                .withMessageContaining("plain HTTP")
                .withMessageContaining("sync.security.jwt.allow-plain-http");
    }

    @Test
    void anIssuerThatMendsItsConfigurationIsBelievedTheNextTime() throws Exception {
        discovery("http://keys.example/keys");
        Issuer issuer = Issuer.named(address, new KeyAddresses(false));
        assertThatExceptionOfType(KeySourceException.class).isThrownBy(issuer::fetch);

        server.removeContext("/.well-known/openid-configuration");
        discovery(address + "/keys");

        assertThat(issuer.fetch().getKeys()).isEmpty();
    }

    @Test
    void aRedirectToPlainHttpElsewhereIsNotFollowed() {
        redirect("/moved", "http://keys.example/keys");

        assertThatExceptionOfType(KeySourceException.class)
                .isThrownBy(() -> Issuer.withKeysAt(address + "/moved", new KeyAddresses(false))
                        .fetch())
                .withMessageContaining("redirect")
                .withMessageContaining("plain HTTP");
    }

    @Test
    void aRedirectOnThisMachineIsFollowed() throws Exception {
        redirect("/moved", "/again");
        redirect("/again", address + "/keys");

        assertThat(Issuer.withKeysAt(address + "/moved", new KeyAddresses(false))
                        .fetch()
                        .getKeys())
                .isEmpty();

        assertThat(asked).containsExactly("/moved", "/again", "/keys");
    }

    @Test
    void redirectsInACircleEnd() {
        redirect("/round", address + "/round");

        assertThatExceptionOfType(KeySourceException.class)
                .isThrownBy(() -> Issuer.withKeysAt(address + "/round", new KeyAddresses(false))
                        .fetch())
                .withMessageContaining("redirect");

        assertThat(asked).hasSizeLessThan(10);
    }

    @Test
    void anAnswerWithoutEndIsNotReadToIts() {
        serve("/long", "{\"keys\":[" + " ".repeat(1024 * 1024) + "]}");

        assertThatExceptionOfType(KeySourceException.class)
                .isThrownBy(() -> Issuer.withKeysAt(address + "/long", new KeyAddresses(false))
                        .fetch())
                .withMessageContaining("too long");
    }

    @Test
    void anErrorIsNoAnswer() {
        assertThatExceptionOfType(KeySourceException.class)
                .isThrownBy(() -> Issuer.withKeysAt(address + "/none", new KeyAddresses(false))
                        .fetch())
                .withMessageContaining("404");
    }
}
