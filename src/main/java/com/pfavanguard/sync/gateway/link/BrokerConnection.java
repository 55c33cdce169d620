package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.stomp.StompHeaders;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.Watch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One STOMP 1.2 connection to the broker, subscribed to the history queue. Read by one thread; a second one sends
 * heart-beats and, until the past has been read, the marker that tells its end.
 */
final class BrokerConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

    // Of all connections, one after another.
    private static final BoundedLog LINES = new BoundedLog();

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int HEARTBEAT_MS = 10_000;

    // Twice what the broker promised, and then some for a long pause on either side.
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(25);

    // Several within the shortest retention, so that there is always one in the ring.
    private static final Duration MARK_EVERY = Duration.ofSeconds(20);

    private static final String PULSE = "broker-link-pulse";
    private static final Duration PULSE_STILL_FOR = Duration.ofSeconds(60);

    private final Socket socket;
    private final Duration longestSilence;
    private final OutputStream out;
    private final BrokerFrameReader reader;
    // Unguessable, so that no producer can write a frame that looks like one of this subscription's.
    private final String subscriptionId;
    private final String marker = UUID.randomUUID().toString();
    private final ScheduledExecutorService pulse;
    private final Watch pulseWatch;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean silent;
    private volatile boolean caughtUp;
    private volatile long messageReadAt = System.nanoTime();
    private long markedAt;

    /** When the first marker was sent that has not come back yet; {@code null} if all have. */
    private volatile @Nullable Long unanswered;

    private volatile boolean deaf;

    private BrokerConnection(Socket socket, int maxEventBytes, Duration longestSilence) throws IOException {
        this.socket = socket;
        this.longestSilence = longestSilence;
        this.out = socket.getOutputStream();
        this.subscriptionId = "history-" + UUID.randomUUID();
        this.reader = new BrokerFrameReader(new NotedInput(socket.getInputStream()), maxEventBytes, subscriptionId);
        this.pulseWatch = Vital.watch(PULSE, PULSE_STILL_FOR);
        this.pulse = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, PULSE);
            thread.setDaemon(true);
            return thread;
        });
        long checkEvery = longestSilence.toMillis() / 10;
        pulse.scheduleWithFixedDelay(
                Vital.guarded(PULSE, this::checkSilence), checkEvery, checkEvery, TimeUnit.MILLISECONDS);
    }

    // Not by a time-out of the socket: with one, each read costs three system calls instead of one.
    private void checkSilence() {
        pulseWatch.moved();
        long now = System.nanoTime();
        long longest = longestSilence.toNanos();
        Long asked = unanswered;
        if (now - heardAt > longest) {
            silent = true;
            close();
        } else if (caughtUp && asked != null && now - asked > longest && now - messageReadAt > longest) {
            deaf = true;
            close();
        }
    }

    /** Notes each time that something has come. */
    private final class NotedInput extends FilterInputStream {

        NotedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            heardAt = System.nanoTime();
            Vital.moved();
            return read;
        }
    }

    /** Connects and logs in; throws if the broker is not there, is silent or refuses. */
    static BrokerConnection open(StompBroker broker, int maxEventBytes) throws IOException {
        return open(broker, maxEventBytes, LONGEST_SILENCE);
    }

    static BrokerConnection open(StompBroker broker, int maxEventBytes, Duration longestSilence) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(broker.host(), broker.port()), CONNECT_TIMEOUT_MS);
            socket.setTcpNoDelay(true);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        BrokerConnection connection = new BrokerConnection(socket, maxEventBytes, longestSilence);
        try {
            connection.login(broker);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    // STOMP 1.2, "Value Encoding": CONNECT alone is not escaped, to stay readable for STOMP 1.0.
    private void login(StompBroker broker) throws IOException {
        StringBuilder connect = new StringBuilder("CONNECT\naccept-version:1.2\nhost:")
                .append(broker.host())
                .append("\nheart-beat:" + HEARTBEAT_MS + "," + HEARTBEAT_MS + "\n");
        if (broker.login() != null) {
            connect.append("login:").append(oneLine("login", broker.login())).append('\n');
        }
        if (broker.passcode() != null) {
            connect.append("passcode:")
                    .append(oneLine("passcode", broker.passcode()))
                    .append('\n');
        }
        send(connect + "\n\0");
        BrokerFrame answer = readFrame();
        if (!answer.command().equals("CONNECTED")) {
            throw new IOException("the broker refused the connection: %s; see sync.broker.external.login and .passcode"
                    .formatted(EventIntake.printable(String.valueOf(answer.header("message")))));
        }
    }

    private static String oneLine(String name, String value) throws IOException {
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IOException("sync.broker.external." + name + " has a line break in it, which STOMP cannot send");
        }
        return value;
    }

    /** Asks for the past and then live events, in one order. */
    void subscribe() throws IOException {
        String queue = StompBroker.HISTORY_ADDRESS + "::" + StompBroker.HISTORY_QUEUE;
        send("SUBSCRIBE\nid:" + subscriptionId + "\ndestination:" + StompHeaders.escape(queue) + "\nack:auto\n\n\0");
        sendMarkers();
        pulse.scheduleWithFixedDelay(
                Vital.guarded(PULSE, this::beat), HEARTBEAT_MS / 2, HEARTBEAT_MS / 2, TimeUnit.MILLISECONDS);
    }

    // STOMP does not tell where a queue's past ends. A message of our own, sent behind the SUBSCRIBE, does when it
    // arrives; of the lowest priority, or an event of a lower one could come behind it. In front of it one like those
    // that follow in quiet times.
    private void sendMarkers() throws IOException {
        sendMarker("");
        sendMarker("priority:0\nend:true\n");
    }

    /**
     * Puts a message of our own into the history. Where nothing else happens, it is what the ring is known by (decision
     * 0028) and the broker's clock is told from; and if it does not come back, neither would an event. Persistent, or it
     * would be missing after a restart of the broker.
     */
    private void sendMarker(String headers) throws IOException {
        long now = System.nanoTime();
        markedAt = now;
        if (unanswered == null) {
            unanswered = now;
        }
        send("SEND\ndestination:/topic/" + StompBroker.HISTORY_MARKER_ADDRESS + "\npersistent:true\n" + headers
                + "marker:" + marker + "\nsent:" + now + "\n\n\0");
    }

    private void beat() {
        try {
            if (!caughtUp) {
                sendMarkers();
            } else if (System.nanoTime() - markedAt >= MARK_EVERY.toNanos()) {
                sendMarker("");
            } else {
                send("\n");
            }
        } catch (IOException e) {
            log.debug("The heart-beat could not be sent; the reading side will notice too", e);
            close();
        }
    }

    private void send(String frame) throws IOException {
        synchronized (out) {
            out.write(frame.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** The next frame; a MESSAGE of any subscription but ours is somebody's forgery and marked as such. */
    BrokerFrame read() throws IOException {
        BrokerFrame frame = readFrame();
        if (frame.command().equals("MESSAGE") && !subscriptionId.equals(frame.header("subscription"))) {
            return new BrokerFrame(frame.command(), frame.headers(), frame.body(), BrokerFrame.Fault.FOREIGN);
        }
        if (frame.command().equals("MESSAGE")) {
            messageReadAt = heardAt;
        }
        if (frame.command().equals("ERROR")) {
            // The broker closes after an ERROR (STOMP 1.2); until it does this could as well be a producer's forgery.
            String says = EventIntake.printable(String.valueOf(frame.header("message")));
            if (says.contains(subscriptionId)) {
                throw new IOException("the broker does not let us read: " + says + "; is there a sync.history, and has"
                        + " sync.broker.external.login the role \"gateways\" of broker-config/broker.xml?");
            }
            LINES.tell(log, Level.WARN, "broker", "The broker says: {}", says);
        }
        return frame;
    }

    /** Whether more has come already. */
    boolean hasMore() {
        return reader.hasMore();
    }

    private BrokerFrame readFrame() throws IOException {
        try {
            return reader.read();
        } catch (SocketException e) {
            if (silent) {
                throw new IOException("the broker has said nothing for " + longestSilence.toMillis() + " ms", e);
            }
            if (deaf) {
                throw new IOException("the broker no longer hands out what comes into its history", e);
            }
            throw e;
        }
    }

    /** Whether this is a marker that this connection has sent. */
    boolean isOwnMarker(BrokerFrame frame) {
        return isMarker(frame) && marker.equals(frame.header("marker"));
    }

    /**
     * Takes a marker of ours that has come back.
     *
     * @return when it was sent, of {@link System#nanoTime}
     */
    long returned(BrokerFrame ownMarker) {
        unanswered = null;
        return Long.parseLong(String.valueOf(ownMarker.header("sent")));
    }

    /** Whether everything that lay in the queue before this marker of ours has now been read. */
    boolean isEnd(BrokerFrame ownMarker) {
        return ownMarker.header("end") != null;
    }

    /** Whether this is a message meant for organizations, rather than a gateway's marker or an answer to us. */
    boolean isEvent(BrokerFrame frame) {
        return frame.command().equals("MESSAGE") && !isMarker(frame);
    }

    /** Whether this is a gateway's marker, ours or another's. */
    boolean isMarker(BrokerFrame frame) {
        String destination = frame.header("destination");
        return frame.command().equals("MESSAGE")
                && frame.fault() == BrokerFrame.Fault.NONE
                && destination != null
                && destination.endsWith(StompBroker.HISTORY_MARKER_ADDRESS);
    }

    void caughtUp() {
        caughtUp = true;
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Leaves as STOMP wants it, so that the broker does not take it for a failure. */
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
        pulse.shutdownNow();
        pulseWatch.close();
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("The broker connection did not close cleanly", e);
        }
    }
}
