package com.pfavanguard.sync.gateway.stomp;

import com.github.benmanes.caffeine.cache.Interner;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.stream.EventFilter;
import com.pfavanguard.sync.gateway.stream.InvalidFilterException;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import com.pfavanguard.sync.gateway.stream.Position;
import com.pfavanguard.sync.gateway.stream.Subscriber;
import com.pfavanguard.sync.gateway.stream.SubscriptionOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.messaging.tcp.TcpConnection;
import org.springframework.messaging.tcp.TcpConnectionHandler;

/**
 * Plays the broker for one STOMP session of Spring's relay: answers CONNECT, subscribes the session to its
 * organization's stream at SUBSCRIBE, confirms receipts. Answers on the caller's thread, so that answers keep the order
 * of the frames.
 *
 * <p>MESSAGE frames do not pass here: the stream writes them to the session directly, encoded once for all sessions.
 */
final class LocalRelayConnection implements TcpConnection<byte[]> {

    /** SUBSCRIBE header: resume after this event instead of starting with live events. */
    private static final String LAST_EVENT_ID = "last-event-id";

    /** SUBSCRIBE headers: hear only events of these types, of these records. */
    private static final String TYPES = "types";

    private static final String PFA_IDS = "pfa-ids";

    /** SUBSCRIBE header: the states of the records come first. */
    private static final String SNAPSHOT = "snapshot";

    /** SUBSCRIBE header: the MESSAGE frames of events say which trace they belong to. */
    private static final String TRACE = "trace";

    /** Clients may ask for any number. A day is practically never, and does not overflow. */
    private static final long LONGEST_INTERVAL_MS = Duration.ofDays(1).toMillis();

    private static final byte[] NO_BODY = new byte[0];
    private static final CompletableFuture<@Nullable Void> DONE = CompletableFuture.completedFuture(null);

    private final TcpConnectionHandler<byte[]> handler;
    private final @Nullable StompClient client;
    private final GatewayProperties properties;
    private final MessageCompressor compressor;
    private final Interner<StompEncoding> encodings;
    private boolean escaping;

    /**
     * @param client the session; {@code null} for the relay's own "system" session, which has no subscriptions
     * @param encodings shares equal encodings between sessions
     */
    LocalRelayConnection(
            TcpConnectionHandler<byte[]> handler,
            @Nullable StompClient client,
            GatewayProperties properties,
            MessageCompressor compressor,
            Interner<StompEncoding> encodings) {
        this.handler = handler;
        this.client = client;
        this.properties = properties;
        this.compressor = compressor;
        this.encodings = encodings;
    }

    @Override
    public CompletableFuture<@Nullable Void> sendAsync(Message<byte[]> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        if (frame == null || command == null) {
            return DONE; // a heart-beat; ClientSessionHandler has recorded it
        }
        switch (command) {
            case CONNECT, STOMP -> connect(frame);
            case SUBSCRIBE -> subscribe(frame);
            case UNSUBSCRIBE -> unsubscribe(frame);
            case DISCONNECT -> disconnect(frame);
            default -> refuse(frame, command + " is not available: clients only listen");
        }
        return DONE;
    }

    private void connect(StompHeaderAccessor connect) {
        String version = highestCommonVersion(connect.getAcceptVersion());
        escaping = !version.equals("1.0");
        long[] asked = connect.getHeartbeat();
        long sent = offeredFor(asked[1]);
        long expected = offeredFor(asked[0]);
        StompHeaderAccessor connected = StompHeaderAccessor.create(StompCommand.CONNECTED);
        connected.setVersion(version);
        connected.setHeartbeat(sent, expected);
        connected.setNativeHeader("server", "sync-gateway");
        if (client != null) {
            client.connected(interval(sent, asked[1]), interval(asked[0], expected));
        }
        answer(connected);
        forget(connect);
    }

    /** The gateway's side of an interval: as short as the client asks for, within the bounds of the settings. */
    private long offeredFor(long asked) {
        long longest = client == null ? 0 : properties.stompHeartbeat().toMillis();
        long shortest = Math.min(longest, properties.stompHeartbeatMin().toMillis());
        return asked == 0 ? longest : Math.max(shortest, Math.min(longest, asked));
    }

    // The relay keeps this frame for the whole session but only reads the session id, so the headers can be dropped.
    private static void forget(StompHeaderAccessor connect) {
        String sessionId = connect.getSessionId();
        if (connect.isMutable()) {
            connect.removeHeaders("*");
            connect.setSessionId(sessionId);
        }
    }

    // STOMP 1.2, "Heart-beating": no heart-beats if either side says 0, else the longer interval.
    private static long interval(long sender, long receiver) {
        return sender == 0 || receiver == 0 ? 0 : Math.min(Math.max(sender, receiver), LONGEST_INTERVAL_MS);
    }

    // FrameRules has refused clients that support none of the three.
    private static String highestCommonVersion(Set<String> accepted) {
        if (accepted.contains("1.2")) {
            return "1.2";
        }
        if (accepted.contains("1.1")) {
            return "1.1";
        }
        return "1.0"; // clients of 1.0 do not send accept-version
    }

    private void subscribe(StompHeaderAccessor frame) {
        if (client == null) {
            return;
        }
        Subscriber subscriber = client.subscriber();
        OrganizationId organizationId = subscriber.organizationId();
        String ack = frame.getFirstNativeHeader("ack");
        if (!SyncDestinations.stompDestination(organizationId).equals(frame.getDestination())) {
            refuse(frame, "This session may subscribe only to " + SyncDestinations.stompDestination(organizationId));
        } else if (ack != null && !ack.equals("auto")) {
            refuse(frame, "This ack mode is not available: use ack:auto and resume with last-event-id");
        } else if (escaping && frame.getSubscriptionId() == null) {
            refuse(frame, "SUBSCRIBE needs an id header");
        } else if (subscriber.isSubscribed(frame.getSubscriptionId())) {
            refuse(frame, "A subscription with that id exists already; UNSUBSCRIBE it first");
        } else {
            subscribe(frame, subscriber);
        }
    }

    private void subscribe(StompHeaderAccessor frame, Subscriber subscriber) {
        EventFilter filter;
        boolean snapshot;
        boolean tracing;
        try {
            tracing = SubscriptionOptions.trace(frame.getFirstNativeHeader(TRACE));
            snapshot = SubscriptionOptions.snapshot(frame.getFirstNativeHeader(SNAPSHOT));
            filter = EventFilter.parse(frame.getFirstNativeHeader(TYPES), frame.getFirstNativeHeader(PFA_IDS));
        } catch (InvalidFilterException e) {
            refuse(frame, e.detail());
            return;
        }
        if (subscriber.isTooMuch(filter)) {
            refuse(
                    frame,
                    "A session may list at most " + EventFilter.MOST_PFA_IDS
                            + " pfa-ids in all its subscriptions together");
            return;
        }
        String id = frame.getSubscriptionId();
        String position = Position.asked(frame.getFirstNativeHeader(LAST_EVENT_ID));
        receipt(frame); // before the greeting, which another thread sends right after subscribe
        MessageCompressor readable = client != null && client.readsDeflated() ? compressor : null;
        StompEncoding encoding =
                encodings.intern(new StompEncoding(subscriber.organizationId(), id, escaping, tracing, readable));
        subscriber.subscribe(id, encoding, new SubscriptionOptions(position, filter, snapshot));
    }

    private void unsubscribe(StompHeaderAccessor frame) {
        if (client != null) {
            client.subscriber().unsubscribe(frame.getSubscriptionId());
        }
        receipt(frame);
    }

    private void disconnect(StompHeaderAccessor frame) {
        receipt(frame);
        if (client != null) {
            client.disconnected();
        }
    }

    private void receipt(StompHeaderAccessor frame) {
        String receipt = frame.getReceipt();
        if (receipt != null) {
            StompHeaderAccessor answer = StompHeaderAccessor.create(StompCommand.RECEIPT);
            answer.setReceiptId(receipt);
            answer(answer);
        }
    }

    /** Spring ends the session after an ERROR, as STOMP wants it. */
    private void refuse(StompHeaderAccessor frame, String reason) {
        handler.handleMessage(StompErrorFrame.of(CloseCode.PROTOCOL_ERROR, reason, frame.getReceipt()));
    }

    private void answer(StompHeaderAccessor frame) {
        frame.setLeaveMutable(true); // the relay adds the session id
        handler.handleMessage(MessageBuilder.createMessage(NO_BODY, frame.getMessageHeaders()));
    }

    /** Never: the session's own clock watches over silence. */
    @Override
    public void onReadInactivity(Runnable runnable, long duration) {}

    /** Never: the session's own clock sends heart-beats. */
    @Override
    public void onWriteInactivity(Runnable runnable, long duration) {}

    /** Nothing to do: the session leaves the stream when its WebSocket ends. */
    @Override
    public void close() {}
}
