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
 * How the gateway treats its clients.
 *
 * @param maxConnections most WebSocket sessions at once; further handshakes get HTTP 503 with Retry-After
 * @param maxEventSize largest event taken from the broker; a larger one is counted, logged and skipped
 * @param maxMessageSize largest message taken from a client; a larger one ends the session with 1009
 * @param historyBytes most memory for the events kept for clients that come back, their objects included; the oldest go
 *     first. Not set: an eighth of the heap beyond 64 MB, at most 64 MB. At most a quarter of it
 * @param maxLagEvents a session that falls further behind the live stream than this is closed with 4001
 * @param maxLagSize likewise in bytes
 * @param sendTimeLimit a session whose socket needs longer than this for one write, about 64 KB at most, is closed
 *     with 4001
 * @param stompHeartbeat what the gateway offers and wants in the STOMP heart-beat header, each way
 * @param pingInterval how often plain clients, and STOMP clients without heart-beats, are sent a WebSocket ping
 * @param timeToConnect how long a STOMP session may take until its CONNECT frame; closed with 4002 after that
 * @param timeToAuthenticate likewise if the handshake brought no token, so that CONNECT must
 * @param idleLimit a session that neither sent nor answered anything for this long is closed with 4000, whatever
 *     heart-beats it asked for
 * @param maxSubscriptions most subscriptions of one STOMP session
 * @param fanOutThreads threads that hand events to sessions, but for small organizations at quiet times, which
 *     the broker link serves itself; 0 is one for each processor, at most 4
 * @param linkGrace how long the broker link may be down before readiness says so
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

    /** Most memory for recent events, set or not. */
    public long historyMemory() {
        return historyBytes == null ? HeapShares.ofHistory() : historyBytes.toBytes();
    }

    @AssertTrue(message = "sync.gateway.history-bytes may be a quarter of the heap beyond 64 MB; set a larger -Xmx") boolean isHistoryWithinTheHeap() {
        return historyBytes == null || historyBytes.toBytes() <= HeapShares.mostForHistory();
    }
}
