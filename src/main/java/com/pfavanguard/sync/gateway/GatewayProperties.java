package com.pfavanguard.sync.gateway;

import com.pfavanguard.sync.broker.HeapShares;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the gateway: sessions, history and the broker link.
 *
 * @param maxConnections Maximum number of open WebSocket sessions. Further handshakes get HTTP 503 with Retry-After.
 * @param maxEventSize Largest event accepted from the broker. A larger one is counted, logged and skipped.
 * @param maxMessageSize Largest message accepted from a client. A larger one closes the session with 1009.
 * @param historyBytes Maximum memory for the recent events that returning clients resume from, 300 bytes of overhead
 *     for each event included. The oldest events are dropped first. Default: one eighth of the heap beyond 64 MB, at
 *     most 64 MB. More than a quarter of the heap beyond 64 MB fails the start.
 * @param maxLagEvents Number of events that may wait for a session which has caught up with the live stream. With more,
 *     the session is closed with 4001.
 * @param maxLagSize Size of the events that may wait for a session which has caught up with the live stream, as bytes
 *     of JSON. With more, the session is closed with 4001.
 * @param sendTimeLimit Maximum time for one write to a session (about 64 KB at most). A session that takes longer is
 *     closed with 4001.
 * @param stompHeartbeat Longest heart-beat interval that the gateway offers and requests in the STOMP heart-beat header,
 *     in both directions; a client that asks for a shorter one gets it. A session that misses three heart-beats is closed
 *     with 4000. 0s switches heart-beats off.
 * @param stompHeartbeatMin Shortest heart-beat interval that a client gets, by STOMP or plain JSON; clients that ask
 *     for less get this.
 * @param pingInterval Interval of WebSocket pings to plain JSON clients and to STOMP clients without heart-beats. A
 *     plain JSON client that misses three is closed with 4000.
 * @param timeToConnect Maximum time from the handshake to the CONNECT frame of a STOMP session. After that the session
 *     is closed with 4002.
 * @param timeToAuthenticate Like time-to-connect, for a STOMP session whose handshake brought no token, so that CONNECT
 *     must bring it.
 * @param idleLimit A session that sends nothing for this long, not even a pong, is closed with 4000, whatever
 *     heart-beats it asked for.
 * @param maxSubscriptions Maximum number of subscriptions of one STOMP session. A further SUBSCRIBE gets an ERROR
 *     frame.
 * @param fanOutThreads Number of threads that hand events to sessions. 0 means one per processor, at most 4. When
 *     little happens, the thread of the broker link serves small organizations itself.
 * @param linkGrace How long the broker link may be down before readiness answers 503 and all clients are told that no new
 *     events come (STREAM_INTERRUPTED).
 */
@Validated
@ConfigurationProperties("sync.gateway")
public record GatewayProperties(
        @Positive @DefaultValue("10000") int maxConnections,
        @NotNull @DefaultValue("64KB") DataSize maxEventSize,
        @NotNull @DefaultValue("16KB") DataSize maxMessageSize,
        @Nullable DataSize historyBytes,
        @Positive @DefaultValue("10000") int maxLagEvents,
        @NotNull @DefaultValue("4MB") DataSize maxLagSize,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("10s")
        Duration sendTimeLimit,

        @NotNull @DefaultValue("10s") Duration stompHeartbeat,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("1s")
        Duration stompHeartbeatMin,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("20s")
        Duration pingInterval,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("10s")
        Duration timeToConnect,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("5s")
        Duration timeToAuthenticate,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("5m")
        Duration idleLimit,

        @Positive @DefaultValue("16") int maxSubscriptions,
        @PositiveOrZero @DefaultValue("0") int fanOutThreads,
        @NotNull @DefaultValue("30s") Duration linkGrace) {

    private static final String TOO_MUCH_HISTORY =
            "sync.gateway.history-bytes may be at most a quarter of the heap beyond 64 MB; set a larger -Xmx";

    /** Most memory for recent events, set or not. */
    public long historyMemory() {
        return historyBytes == null ? HeapShares.ofHistory() : historyBytes.toBytes();
    }

    @AssertTrue(message = TOO_MUCH_HISTORY) boolean isHistoryWithinTheHeap() {
        return historyBytes == null || historyBytes.toBytes() <= HeapShares.mostForHistory();
    }
}
