package com.pfavanguard.sync.cli.tail;

import com.pfavanguard.sync.cli.tail.ServerSentEvents.Item;
import com.pfavanguard.sync.cli.watch.ConnectFailure;
import com.pfavanguard.sync.cli.watch.Deadline;
import com.pfavanguard.sync.cli.watch.Following;
import com.pfavanguard.sync.cli.watch.Following.End;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.cli.watch.MessageReader;
import com.pfavanguard.sync.cli.watch.TerminalText;
import com.pfavanguard.sync.cli.watch.WatchListener;
import com.pfavanguard.sync.cli.watch.WatchRefusedException;
import com.pfavanguard.sync.cli.watch.WatchTimings;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the tail of a gateway. After a lost connection it pauses and reconnects; the tail has no past, so it says from
 * when to when events may be missing. Runs on the thread that calls {@link #follow}; any thread may call {@link #stop}.
 */
public final class TailFollower {

    private static final JsonMapper JSON = new JsonMapper();

    private final URI uri;
    private final @Nullable String token;
    private final WatchListener listener;
    private final PrintWriter err;
    private final WatchTimings timings;
    private final InstantSource clock;
    private final HttpClient http;
    private final MessageReader reader = new MessageReader();
    private final Following following;

    private volatile @Nullable InputStream open;
    private BackOffExecution pauses;
    private @Nullable Instant lostAt;
    private boolean connectedOnce;

    /**
     * @param query of the request, with its question mark; empty for all events
     * @param err gets the notices about the connection
     */
    public TailFollower(
            GatewayUrl gateway,
            String query,
            @Nullable String token,
            WatchListener listener,
            PrintWriter err,
            WatchTimings timings,
            InstantSource clock) {
        this.uri = URI.create(gateway.http() + "/actuator/tail" + query);
        this.token = token;
        this.listener = listener;
        this.following = new Following(listener);
        this.err = err;
        this.timings = timings;
        this.clock = clock;
        this.http = HttpClient.newBuilder().connectTimeout(timings.handshake()).build();
        this.pauses = timings.backOff().start();
    }

    /**
     * Returns when enough events were received, the time is up, the listener is closed or {@link #stop} was called. May
     * be called once.
     *
     * @param enough number of events to receive; 0 for no limit
     * @param time maximum time; {@code null} for no limit
     * @throws WatchRefusedException if the gateway refuses this client
     */
    public End follow(int enough, @Nullable Duration time) throws WatchRefusedException, InterruptedException {
        following.begin(enough, time);
        while (!following.isOver()) {
            try {
                listen();
            } catch (IOException e) {
                pauseAfter(reason(e));
            }
        }
        return following.end(connectedOnce);
    }

    /** Returns the number of events received. */
    public int heard() {
        return following.heard();
    }

    private void listen() throws IOException, WatchRefusedException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .timeout(timings.handshake());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode(), in);
            }
            open = in;
            connected();
            read(in);
        } finally {
            open = null;
        }
    }

    private void connected() {
        connectedOnce = true;
        pauses = timings.backOff().start();
        if (lostAt != null) {
            err.printf(
                    Locale.ROOT,
                    "reconnected; events from %s to %s may be missing%n",
                    lostAt.truncatedTo(ChronoUnit.SECONDS),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS));
            lostAt = null;
        }
    }

    // The JDK's client has no time limit for a body that stops to come, so another thread waits for it.
    private void read(InputStream in) throws IOException, InterruptedException {
        Deadline deadline = following.deadline();
        BlockingQueue<Object> items = new ArrayBlockingQueue<>(1_000);
        Thread thread = new Thread(() -> fill(items, in), "tail-reader");
        thread.setDaemon(true);
        thread.start();
        while (!following.isOver()) {
            Object next = items.poll(deadline.atMost(timings.silence()).toNanos(), TimeUnit.NANOSECONDS);
            if (next instanceof Item item) {
                hear(item);
            } else if (next instanceof IOException e) {
                throw e;
            } else if (!deadline.isOver()) {
                throw new IOException("nothing heard for " + timings.silence().toSeconds() + " s");
            }
        }
    }

    private static void fill(BlockingQueue<Object> items, InputStream in) {
        ServerSentEvents events = new ServerSentEvents(new InputStreamReader(in, StandardCharsets.UTF_8));
        try {
            try {
                for (Item item = events.next(); item != null; item = events.next()) {
                    items.put(item);
                }
                items.put(new IOException("the gateway ended it"));
            } catch (IOException e) {
                items.put(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Item item) {
        if (item.isComment()) {
            return;
        }
        if (!item.name().equals("message")) {
            err.println(TerminalText.clean(notice(item.name(), item.data())));
            return;
        }
        reader.read(item.data())
                .ifPresentOrElse(
                        message -> {
                            following.countEvent();
                            listener.onMessage(message);
                        },
                        () -> err.println("skipped a message that is not a JSON object"));
    }

    /** Says what an event of another kind than a sync event means; those that only newer gateways know, as they are. */
    private static String notice(String name, String data) {
        try {
            JsonNode told = JSON.readTree(data);
            return switch (name) {
                case "missed" ->
                    "%d events are missing: this terminal reads too slowly; ask for fewer with --org, --type or --pfa"
                            .formatted(told.path("missed").asLong(0));
                case "gap" ->
                    "events of %s may be missing: the broker may have dropped some"
                            .formatted(told.path("organizationId").asString("an organization"));
                case "end" ->
                    "the gateway ends the tail: " + told.path("detail").asString(data);
                default -> "the gateway says: " + name + " " + data;
            };
        } catch (JacksonException e) {
            return "the gateway says: " + name + " " + data;
        }
    }

    private void pauseAfter(String reason) throws InterruptedException {
        if (following.isStopped() || following.deadline().isOver()) {
            return;
        }
        if (connectedOnce && lostAt == null) {
            lostAt = clock.instant();
        }
        Duration pause = Duration.ofMillis(pauses.nextBackOff());
        err.printf(Locale.ROOT, "%s; trying again in %.1f s%n", reason, pause.toMillis() / 1e3);
        following.pause(pause);
    }

    private String reason(IOException e) {
        if (e instanceof ConnectException || e instanceof HttpTimeoutException) {
            return ConnectFailure.reason(e, uri.getAuthority());
        }
        return "connection lost: " + TerminalText.clean(String.valueOf(e.getMessage()));
    }

    private WatchRefusedException refused(int status, InputStream body) throws IOException {
        String text = "HTTP %d from %s%s".formatted(status, uri.getAuthority(), detail(body));
        if (status >= 500 || status == 429) {
            throw new IOException(text);
        }
        return new WatchRefusedException(
                switch (status) {
                    case 404 ->
                        "the server at %s has no tail: it is not a gateway, has no gateway role, or is older than this command"
                                .formatted(uri.getAuthority());
                    case 401, 403 ->
                        text + "; give the token of a user who has perm_ViewAllOrgs with --token or SYNC_TOKEN";
                    default -> text;
                });
    }

    private static String detail(InputStream body) throws IOException {
        try {
            JsonNode problem = JSON.readTree(body.readNBytes(64 * 1024));
            String text = problem.path("detail").asString("");
            return text.isBlank() ? "" : ": " + TerminalText.clean(text);
        } catch (JacksonException e) {
            return "";
        }
    }

    /** Closes the connection, so that {@link #follow} returns soon. */
    public void stop() {
        following.stop();
        InputStream in = open;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                // It is closed already.
            }
        }
    }
}
