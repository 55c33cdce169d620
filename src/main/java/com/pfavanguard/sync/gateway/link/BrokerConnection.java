package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.BrokerTls;
import com.pfavanguard.sync.broker.ConnectFrame;
import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.stomp.StompHeaders;
import com.pfavanguard.sync.vital.BoundedLog;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One STOMP 1.2 connection to the broker, subscribed to the history queue. Read by one thread; a second one, the {@link
 * LinkPulse}, sends heart-beats and {@link LinkMarkers} and ends the connection when the broker is silent.
 */
final class BrokerConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

    // For all connections, one after another.
    private static final BoundedLog LINES = new BoundedLog();

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int HEARTBEAT_MS = 10_000;

    // Two heart-beats of the broker, and some time for a long pause on either side.
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(25);

    private final Endpoint endpoint;
    // Closed even if the connection is encrypted: closing an SSL socket waits for a write that is under way.
    private final Socket socket;
    private final OutputStream out;
    private final BrokerFrameReader reader;
    // Unguessable, so that no producer can write a frame that looks like one of this subscription.
    private final String subscriptionId = "history-" + UUID.randomUUID();
    private final LinkMarkers markers = new LinkMarkers();
    private final LinkSilence silence;
    private final LinkPulse pulse;
    private volatile boolean caughtUp;
    private @Nullable String serverHeader;

    private BrokerConnection(Endpoint endpoint, Socket plain, Socket socket, int maxEventBytes, Duration longestSilence)
            throws IOException {
        this.endpoint = endpoint;
        this.socket = plain;
        this.out = socket.getOutputStream();
        this.silence = new LinkSilence(longestSilence);
        this.reader = new BrokerFrameReader(silence.listenOn(socket.getInputStream()), maxEventBytes, subscriptionId);
        // After all that can fail, since nothing closes it then.
        this.pulse = new LinkPulse();
        pulse.every(longestSilence.dividedBy(10), this::checkSilence);
    }

    private void checkSilence() {
        if (silence.isTooLong(markers, caughtUp)) {
            close();
        }
    }

    /**
     * Connects and logs in.
     *
     * @throws LoginRefusedException if the broker refuses the login
     * @throws IOException if the broker is not there or is silent
     */
    static BrokerConnection open(StompBroker broker, Endpoint endpoint, int maxEventBytes) throws IOException {
        return open(broker, endpoint, maxEventBytes, LONGEST_SILENCE);
    }

    static BrokerConnection open(StompBroker broker, Endpoint endpoint, int maxEventBytes, Duration longestSilence)
            throws IOException {
        Socket plain = new Socket();
        Socket socket;
        try {
            plain.connect(endpoint.stomp(), CONNECT_TIMEOUT_MS);
            plain.setTcpNoDelay(true);
            BrokerTls tls = broker.tls();
            socket = tls == null ? plain : tls.over(plain, endpoint.host(), CONNECT_TIMEOUT_MS);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
        BrokerConnection connection = new BrokerConnection(endpoint, plain, socket, maxEventBytes, longestSilence);
        try {
            connection.login(broker);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void login(StompBroker broker) throws IOException {
        BrokerFrame answer = answer(ConnectFrame.of(broker, endpoint.host(), HEARTBEAT_MS), broker.tls());
        if (!answer.command().equals("CONNECTED")) {
            throw new LoginRefusedException(
                    "the broker refused the connection: %s; see sync.broker.external.login and .passcode"
                            .formatted(LogText.printable(answer.header("message"))));
        }
        String server = answer.header("server");
        serverHeader = server == null ? null : LogText.printable(server);
    }

    private BrokerFrame answer(String connect, @Nullable BrokerTls tls) throws IOException {
        try {
            send(connect);
            return readFrame();
        } catch (EOFException e) {
            throw new IOException(
                    tls == null
                            ? "the broker has closed the connection instead of answering the login; if its acceptor has"
                                    + " sslEnabled=true, set sync.broker.external.ssl.bundle"
                            : "the broker has closed the connection instead of answering the login; if it asks for a"
                                    + " client certificate, check the keystore of the SSL bundle",
                    e);
        } catch (IOException e) {
            throw tls == null ? e : tls.explained(e, endpoint.host());
        }
    }

    /** Asks for the past and then live events, in one order. */
    void subscribe() throws IOException {
        String queue = StompBroker.HISTORY_ADDRESS + "::" + StompBroker.HISTORY_QUEUE;
        send("SUBSCRIBE\nid:" + subscriptionId + "\ndestination:" + StompHeaders.escape(queue) + "\nack:auto\n\n\0");
        send(markersInThePast());
        pulse.every(Duration.ofMillis(HEARTBEAT_MS / 2), this::beat);
    }

    // STOMP does not tell where a queue's past ends; the second marker does when it comes back. The first is like those
    // that follow in quiet times.
    private String markersInThePast() {
        return markers.frame() + markers.endOfPastFrame();
    }

    private void beat() {
        if (!caughtUp) {
            sendOrClose(markersInThePast());
        } else {
            sendOrClose(markers.isDue() ? markers.frame() : "\n");
        }
    }

    /**
     * Sends a marker soon unless one was sent after {@code since} or is under way. Never blocks; safe for any thread.
     *
     * @param since by {@link System#nanoTime}
     * @return whether it sends one
     */
    boolean wantMarker(long since) {
        boolean sends = caughtUp && markers.mayAnswer(since);
        if (sends) {
            pulse.once(() -> sendOrClose(markers.frame()));
        }
        return sends;
    }

    private void sendOrClose(String frames) {
        try {
            send(frames);
        } catch (IOException e) {
            log.debug("The broker did not take what was sent; the reading side will notice too", e);
            close();
        }
    }

    private void send(String frames) throws IOException {
        try {
            synchronized (out) {
                out.write(frames.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (SocketException e) {
            throw explained(e);
        }
    }

    /** The next frame. A MESSAGE of another subscription is a producer's forgery and marked as {@code FOREIGN}. */
    BrokerFrame read() throws IOException {
        BrokerFrame frame = readFrame();
        if (frame.command().equals("MESSAGE")) {
            if (!subscriptionId.equals(frame.header("subscription"))) {
                return new BrokerFrame(frame.command(), frame.headers(), frame.body(), BrokerFrame.Fault.FOREIGN);
            }
            silence.messageRead();
        } else if (frame.command().equals("ERROR")) {
            readError(frame);
        }
        return frame;
    }

    // The broker closes after an ERROR (STOMP 1.2). Until it does, the frame could as well be a producer's forgery.
    private void readError(BrokerFrame frame) throws IOException {
        String message = LogText.printable(frame.header("message"));
        if (message.contains(subscriptionId)) {
            throw new IOException("the broker does not let us read: " + message + "; check that the queue sync.history"
                    + " exists and that sync.broker.external.login has the role \"gateways\" of"
                    + " broker.xml");
        }
        LINES.tell(log, Level.WARN, "broker", "The broker sent an error: {}", message);
    }

    private BrokerFrame readFrame() throws IOException {
        try {
            return reader.read();
        } catch (SocketException e) {
            throw explained(e);
        }
    }

    private IOException explained(SocketException e) {
        String verdict = silence.verdict();
        return verdict != null ? new IOException(verdict, e) : e;
    }

    /** Whether more has arrived already. */
    boolean hasMore() {
        return reader.hasMore();
    }

    /** How the broker calls itself and its version; {@code null} if it does not say. */
    @Nullable String serverHeader() {
        return serverHeader;
    }

    /** Returns where the broker is. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether the connection was given up because the broker had fallen silent. */
    boolean isSilent() {
        return silence.verdict() != null;
    }

    LinkMarkers markers() {
        return markers;
    }

    /** The past has been read. */
    void caughtUp() {
        caughtUp = true;
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Sends DISCONNECT before it closes, so that the broker does not log a failure. */
    void disconnect() {
        try {
            send("DISCONNECT\n\n\0");
        } catch (IOException e) {
            log.debug("The broker was gone already", e);
        }
        close();
    }

    @Override
    public void close() {
        pulse.close();
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("The broker connection did not close cleanly", e);
        }
    }
}
