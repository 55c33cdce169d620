package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.EventTail;
import com.pfavanguard.sync.gateway.stream.EventTail.Round;
import com.pfavanguard.sync.gateway.stream.EventTail.TailEvent;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * One administrator's tail, as Server-Sent Events (WHATWG HTML, section 9.2). Has a thread of its own, which may wait for
 * a slow reader; nothing else waits for it. Ends when the reader goes or falls behind the history, when its token is no
 * longer good, and when the gateway stops.
 */
final class Tail extends ResponseBodyEmitter implements Runnable {

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private static final Duration ROUND_EVERY = Duration.ofMillis(100);
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long CHECK_TOKEN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NO_TIMEOUT = 0;

    private final EventTail events;
    private final Caller caller;
    private final AccessTokens tokens;
    private final Clock clock;
    private final Runnable whenEnded;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long wroteAt = System.nanoTime();
    private long checkedAt = wroteAt;

    /** @param whenEnded called once, by the tail's thread */
    Tail(EventTail events, Caller caller, AccessTokens tokens, Clock clock, Runnable whenEnded) {
        super(NO_TIMEOUT);
        this.events = events;
        this.caller = caller;
        this.tokens = tokens;
        this.clock = clock;
        this.whenEnded = whenEnded;
    }

    @Override
    protected void extendResponse(ServerHttpResponse response) {
        super.extendResponse(response);
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.TEXT_EVENT_STREAM);
        headers.setCacheControl("no-store");
        // Or nginx holds events back until it has a buffer full.
        headers.set("X-Accel-Buffering", "no");
    }

    @Override
    public void run() {
        try {
            write(": tail\n\n");
            while (follow()) {
                // until it ends
            }
            complete();
        } catch (IOException | IllegalStateException e) {
            // The reader has gone. The web server has ended the request, or does so now.
            completeWithError(e);
        } finally {
            whenEnded.run();
        }
    }

    /** Makes one round; {@code false} if it was the last. */
    private boolean follow() throws IOException {
        if (stopping.getCount() == 0) {
            write(end("GOING_AWAY", "The gateway is shutting down"));
            return false;
        }
        Optional<Denial> denial = denial();
        if (denial.isPresent()) {
            write(end(denial.get().name(), denial.get().text()));
            return false;
        }
        Round round = events.next();
        if (!round.events().isEmpty() || !round.gaps().isEmpty()) {
            write(text(round));
        } else if (System.nanoTime() - wroteAt > HEARTBEAT_NANOS) {
            write(": heart-beat\n\n");
        }
        if (round.missed() > 0) {
            write("event: missed\ndata: {\"missed\":" + round.missed() + "}\n\n"
                    + end("SLOW", "You read more slowly than events come; filter by organization, types or pfaIds"));
            return false;
        }
        if (!round.isMore()) {
            pause();
        }
        return true;
    }

    private void pause() {
        try {
            stopping.await(ROUND_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop();
        }
    }

    private Optional<Denial> denial() {
        long now = System.nanoTime();
        if (now - checkedAt < CHECK_TOKEN_NANOS) {
            return Optional.empty();
        }
        checkedAt = now;
        if (caller.hasExpired(clock.instant())) {
            return Optional.of(Denial.TOKEN_EXPIRED);
        }
        // In open mode the anonymous caller has no organizations.
        Set<OrganizationId> granted = caller.organizationsWith(Permission.OPERATE);
        boolean revoked = !granted.isEmpty()
                && granted.stream().allMatch(organizationId -> tokens.isRevoked(caller, organizationId));
        return revoked ? Optional.of(Denial.TOKEN_REVOKED) : Optional.empty();
    }

    private static String end(String code, String detail) {
        return "event: end\ndata: {\"code\":\"" + code + "\",\"detail\":\"" + detail + "\"}\n\n";
    }

    private static String text(Round round) {
        StringBuilder text = new StringBuilder();
        round.gaps()
                .forEach(organizationId -> text.append("event: gap\ndata: {\"organizationId\":\"")
                        .append(organizationId)
                        .append("\"}\n\n"));
        for (TailEvent event : round.events()) {
            // A line break would end the line of the stream; within JSON it can only stand between two tokens.
            String json = new String(event.json(), StandardCharsets.UTF_8)
                    .replace('\n', ' ')
                    .replace('\r', ' ');
            text.append("id: ")
                    .append(event.eventId())
                    .append("\ndata: ")
                    .append(json)
                    .append("\n\n");
        }
        return text.toString();
    }

    private void write(String text) throws IOException {
        send(text, TEXT);
        wroteAt = System.nanoTime();
    }

    /** Ends the tail soon. For any thread. */
    void stop() {
        stopping.countDown();
    }
}
