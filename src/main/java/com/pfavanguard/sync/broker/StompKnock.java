package com.pfavanguard.sync.broker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Logs in at a STOMP acceptor once and leaves again: what a gateway's link does first, without a subscription.
 *
 * @param server how the broker calls itself; {@code null} if it does not say
 * @param certificates the broker's; empty without TLS
 */
record StompKnock(@Nullable String server, List<X509Certificate> certificates) {

    private static final int TIMEOUT_MS = 5_000;
    private static final int LARGEST_ANSWER = 64 * 1024;

    /**
     * Connects, encrypts and logs in.
     *
     * @throws BrokerRefusedException if the broker refuses the login
     * @throws IOException if it cannot be reached or does not speak STOMP; the message says what to do
     */
    static StompKnock at(StompBroker broker, Endpoint endpoint) throws IOException {
        BrokerTls tls = broker.tls();
        try (Socket plain = new Socket()) {
            plain.connect(endpoint.stomp(), TIMEOUT_MS);
            Socket socket = tls == null ? plain : tls.over(plain, endpoint.host(), TIMEOUT_MS);
            plain.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream()
                    .write(ConnectFrame.of(broker, endpoint.host(), 0).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            String answer = answer(socket, tls != null);
            if (!answer.startsWith("CONNECTED")) {
                throw refusal(answer, broker);
            }
            return new StompKnock(header(answer, "server").orElse(null), certificates(socket));
        } catch (IOException e) {
            throw tls == null ? e : tls.explained(e, endpoint.host());
        }
    }

    private static String answer(Socket socket, boolean encrypted) throws IOException {
        try {
            return frame(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer to a STOMP login within " + TIMEOUT_MS / 1000
                    + " s; is this the STOMP acceptor, and does it speak "
                    + (encrypted ? "TLS?" : "plain TCP? With sslEnabled=true set sync.broker.external.ssl.bundle"));
        } catch (EOFException e) {
            throw new IOException(
                    "the broker closed the connection instead of answering a STOMP login; is this the STOMP"
                            + " acceptor" + (encrypted ? "?" : ", and without sslEnabled=true?"));
        }
    }

    private static String frame(InputStream in) throws IOException {
        StringBuilder frame = new StringBuilder();
        for (int next = in.read(); next != 0; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (frame.append((char) next).length() > LARGEST_ANSWER) {
                throw new IOException("the answer is not STOMP; check the STOMP port of the address");
            }
        }
        return frame.toString().stripLeading();
    }

    private static IOException refusal(String answer, StompBroker broker) throws IOException {
        if (!answer.startsWith("ERROR")) {
            return new IOException("the answer is not STOMP; check the STOMP port of the address");
        }
        String user = broker.login().credentials().login();
        return new BrokerRefusedException(BrokerProblem.stop(
                "The STOMP acceptor refuses the login of %s: %s. Check sync.broker.external.login and"
                        + " sync.broker.external.passcode",
                user == null ? "a connection without a user name" : "user " + user,
                header(answer, "message").orElse("no reason given")));
    }

    private static Optional<String> header(String frame, String name) {
        return frame.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith(name + ":"))
                // STOMP 1.2, "Value Encoding": a colon in a header arrives as \c.
                .map(line ->
                        line.substring(name.length() + 1).replace("\\c", ":").replaceAll("[^ -~]", "?"))
                .findFirst();
    }

    private static List<X509Certificate> certificates(Socket socket) throws IOException {
        if (!(socket instanceof SSLSocket encrypted)) {
            return List.of();
        }
        Certificate[] chain = encrypted.getSession().getPeerCertificates();
        return Stream.of(chain)
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
    }
}
