package com.pfavanguard.sync.failover;

import com.pfavanguard.sync.testing.GatewayProcess;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client as our pages describe it: connects again after a wait of one second and up to one more, or the wait that the
 * gateway tells it, at the next gateway, with its last event id. Counts what it hears. Safe for any thread.
 */
final class ResumingClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ResumingClient.class);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reconnects");
        thread.setDaemon(true);
        return thread;
    });
    private static final Pattern TOLD_WAIT = Pattern.compile("retry-after-ms=(\\d+)");
    private static final int WAIT_MS = 1_000;

    private final List<GatewayProcess> gateways;
    private final int home;
    private final boolean stomp;
    private final Map<String, Tally> queued = new HashMap<>();
    private final Map<String, Tally> succeeded = new HashMap<>();
    private int gateway;
    private @Nullable String position;
    private @Nullable Connection connection;
    private boolean closed;
    private int ends;
    private int gaps;
    private int gapsBefore;
    private int interruptions;
    private int restorations;
    private int successesBeforeQueued;
    private long lastEvent;
    private long longestSilence;

    /** @param home the gateway to begin with */
    ResumingClient(List<GatewayProcess> gateways, int home, boolean stomp) {
        this.gateways = gateways;
        this.home = home;
        this.gateway = home;
        this.stomp = stomp;
        connect();
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        Connection next = new Connection();
        connection = next;
        String query = stomp || position == null ? "" : "?lastEventId=" + position;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
        if (stomp) {
            builder.subprotocols("v12.stomp");
        }
        builder.buildAsync(gateways.get(gateway).webSocket(Cluster.ORGANIZATION + query), next)
                .exceptionally(failure -> {
                    next.ended(failure.toString());
                    return null;
                });
    }

    private synchronized void connectAgain(String reason) {
        gateway = (gateway + 1) % gateways.size();
        Matcher told = TOLD_WAIT.matcher(reason);
        long wait = told.find()
                ? Long.parseLong(told.group(1))
                : WAIT_MS + ThreadLocalRandom.current().nextInt(WAIT_MS);
        TIMER.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
    }

    /** Moves back to the gateway that it began with, from any other one. Only for a client that {@link #isListening}. */
    synchronized void goHome() {
        if (gateway != home) {
            gateway = home;
            if (connection != null) {
                connection.abort();
            }
            connect();
        }
    }

    private synchronized void take(Connection from, String json) {
        // The rest of a connection that was given up comes again by its successor.
        if (from != connection) {
            return;
        }
        String before = position;
        position = field(json, "eventId");
        String type = field(json, "type");
        switch (type) {
            case "CONNECTED" -> {
                from.isGreeted = true;
                if (json.contains("\"recovered\":false")) {
                    gaps++;
                    log.info("A client that stood at {} is told of a gap at gateway {}: {}", before, gateway, json);
                }
            }
            case "STREAM_INTERRUPTED" -> interruptions++;
            case "STREAM_RESTORED" -> restorations++;
            default -> takeEvent(type, field(json, "pfaId"));
        }
    }

    private void takeEvent(String type, String pfaId) {
        long now = System.nanoTime();
        longestSilence = Math.max(longestSilence, now - lastEvent);
        lastEvent = now;
        int dash = pfaId.lastIndexOf('-');
        String source = pfaId.substring(0, dash);
        int number = Integer.parseInt(pfaId.substring(dash + 1));
        if (type.equals("SYNC_QUEUED")) {
            tally(queued, source).add(number);
        } else if (type.equals("SYNC_SUCCESS")) {
            tally(succeeded, source).add(number);
            // A client that was told of a gap may have missed when the edit was queued.
            boolean mustHaveHeard = gaps == gapsBefore && source.startsWith(Cluster.EDITS);
            if (mustHaveHeard && !tally(queued, source).has(number)) {
                successesBeforeQueued++;
            }
        }
    }

    private static Tally tally(Map<String, Tally> tallies, String source) {
        return tallies.computeIfAbsent(source, name -> new Tally());
    }

    // Much cheaper than a parser for events whose texts this test has written itself.
    private static String field(String json, String name) {
        String before = "\"" + name + "\":\"";
        int start = json.indexOf(before) + before.length();
        return json.substring(start, json.indexOf('"', start));
    }

    /** Begins a case: measures silence from now on. */
    synchronized void begin() {
        gapsBefore = gaps;
        lastEvent = System.nanoTime();
        longestSilence = 0;
    }

    synchronized long longestSilenceMs() {
        return TimeUnit.NANOSECONDS.toMillis(longestSilence);
    }

    /**
     * How many of the first events of a source have not come. A client that was told of a gap in this case need only have
     * heard the newest of them.
     */
    synchronized int missing(String source, int first) {
        Tally tally = tally(succeeded, source);
        if (gaps > gapsBefore) {
            return tally.has(first) ? 0 : 1;
        }
        return tally.missing(first);
    }

    /** Like {@link #missing}, by their records. */
    synchronized List<String> missingRecords(String source, int first) {
        return tally(succeeded, source).missingOf(first).stream()
                .map(number -> source + "-" + number + (tally(queued, source).has(number) ? " (heard as queued)" : ""))
                .toList();
    }

    /** Ends a case: what a client that was told of a gap has missed is not missing in the next one. */
    synchronized void forgive(String source, int first) {
        if (gaps > gapsBefore) {
            tally(succeeded, source).forgive(first);
            tally(queued, source).forgive(first);
        }
    }

    synchronized Counts counts(List<Source> sources) {
        int doubled = 0;
        int reordered = successesBeforeQueued;
        for (Source source : sources) {
            Tally tally = tally(succeeded, source.name());
            doubled += tally.doubled() + tally(queued, source.name()).doubled();
            reordered += source.isOrdered() ? tally.reordered() : 0;
        }
        return new Counts(doubled, reordered, ends, gaps, interruptions, restorations);
    }

    synchronized boolean isListening() {
        return connection != null && connection.isGreeted && !connection.isOver;
    }

    /** The gateway that it is connected to, or tries to be. */
    synchronized int gateway() {
        return gateway;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            connection.abort();
        }
    }

    /** One WebSocket, from its handshake to its end. */
    private final class Connection implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();
        private volatile @Nullable WebSocket socket;
        private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
        private boolean isOpen;
        private boolean isGreeted;
        private boolean isOver;

        @Override
        public void onOpen(WebSocket webSocket) {
            socket = webSocket;
            isOpen = true;
            if (stomp) {
                send(webSocket, "CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:localhost\n\n\0");
            }
            webSocket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String message = partial.toString();
                partial.setLength(0);
                if (stomp) {
                    takeFrame(webSocket, message);
                } else {
                    take(this, message);
                }
            }
            webSocket.request(1);
            return null;
        }

        // The answer to a frame may come before Java's client has finished sending it, and until then it sends no
        // other.
        private void send(WebSocket webSocket, String frame) {
            sent = sent.thenCompose(done -> webSocket.sendText(frame, true));
        }

        private void takeFrame(WebSocket webSocket, String frame) {
            if (frame.startsWith("MESSAGE")) {
                take(this, frame.substring(frame.indexOf("\n\n") + 2));
            } else if (frame.startsWith("CONNECTED")) {
                String from = lastEventIdHeader();
                send(
                        webSocket,
                        "SUBSCRIBE\nid:sub-0\ndestination:/topic/sync." + Cluster.ORGANIZATION + "\n" + from + "\n\0");
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            ended(statusCode + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            ended(error.toString());
        }

        private void ended(String reason) {
            synchronized (ResumingClient.this) {
                if (isOver) {
                    return;
                }
                isOver = true;
                ends += isOpen ? 1 : 0;
                log.debug("Ended at gateway {}, open {}, position {}: {}", gateway, isOpen, position, reason);
                connectAgain(reason);
            }
        }

        private String lastEventIdHeader() {
            synchronized (ResumingClient.this) {
                return position == null ? "" : "last-event-id:" + position + "\n";
            }
        }

        void abort() {
            isOver = true;
            WebSocket present = socket;
            if (present != null) {
                present.abort();
            }
        }
    }
}
