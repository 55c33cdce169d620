package com.pfavanguard.sync.gateway.relay;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.InvalidSyncEventException.Reason;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.BoundedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * The only door events come in by. Each is checked once and written anew, so that what a foreign producer got wrong is
 * counted, logged with the reason at a bounded rate and skipped, and what it added is left behind. Called by the link's thread only.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class EventIntake {

    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

    private static final String MOMENT_PREFIX = "t-";
    private static final int MOST_MILLIS_DIGITS = 15;
    private static final List<String> ARRIVAL_HEADERS = List.of("ingress-timestamp", "timestamp");

    // What a producer gets wrong it may get wrong thousands of times a second; the metric counts all.
    private final BoundedLog lines = new BoundedLog();

    private final EventStream stream;
    private final Clock clock;
    private final int maxEventBytes;
    private final SyncEventJson json = new SyncEventJson();
    private final MeterRegistry meters;
    private final Counter accepted;
    private final Counter duplicates;
    // The broker's ring is read again after each reconnect; a bad message in it is reported once all the same.
    private final int rememberedRejections;
    private final Set<String> rejectedMessages = new LinkedHashSet<>();

    EventIntake(
            EventStream stream, GatewayProperties properties, StompBroker broker, Clock clock, MeterRegistry meters) {
        this.rememberedRejections = broker.historySize();
        this.stream = stream;
        this.clock = clock;
        this.meters = meters;
        this.maxEventBytes = (int) properties.maxEventSize().toBytes();
        this.accepted = meters.counter("sync.gateway.events", "outcome", "accepted");
        this.duplicates = meters.counter("sync.gateway.events", "outcome", "duplicate");
        for (Reason reason : Reason.values()) {
            rejected(reason); // all at zero from the start, so that an alert can be written before the first one
        }
    }

    int maxEventBytes() {
        return maxEventBytes;
    }

    /** Notes a MESSAGE frame that is not for any organization: a gateway's marker. It takes a place in the history too. */
    void pass(BrokerFrame frame) {
        stream.noteRead(arrivedAt(frame));
    }

    /**
     * Takes a MESSAGE frame; whatever is wrong with it ends here.
     *
     * @param moreFollow whether other frames have come already
     */
    void take(BrokerFrame frame, boolean moreFollow) {
        Instant arrivedAt = arrivedAt(frame);
        stream.noteRead(arrivedAt);
        try {
            admit(frame, arrivedAt, moreFollow);
        } catch (InvalidSyncEventException e) {
            reject(frame, e);
        } catch (RuntimeException e) {
            // A fault of ours; but no message, whatever is in it, may end the stream for everybody.
            lines.tell(log, Level.ERROR, e.getClass().getName(), "A message from the broker could not be handled", e);
            reject(frame, new InvalidSyncEventException(Reason.MALFORMED_FRAME, "Internal error, see above"));
        }
    }

    private void admit(BrokerFrame frame, Instant arrivedAt, boolean moreFollow) throws InvalidSyncEventException {
        switch (frame.fault()) {
            case MALFORMED ->
                throw new InvalidSyncEventException(
                        Reason.MALFORMED_FRAME,
                        "Not a frame of this subscription, or content-length does not match the body");
            case TOO_LARGE ->
                throw new InvalidSyncEventException(
                        Reason.TOO_LARGE, "More than sync.gateway.max-event-size (%d bytes)".formatted(maxEventBytes));
            case NONE -> {}
        }
        OrganizationId organizationId = organization(frame);
        long number = brokerNumber(frame);
        SyncEvent event = json.decode(frame.body(), envelopeId(frame), EventId.ofBrokerMessage(number));
        if (!event.organizationId().equals(organizationId)) {
            throw new InvalidSyncEventException(
                    Reason.ORGANIZATION_MISMATCH,
                    "The body names organization " + event.organizationId() + ", the address " + organizationId);
        }
        if (looksLikePosition(event.eventId().value())) {
            throw new InvalidSyncEventException(
                    Reason.INVALID_FIELD, "eventId must not look like a position: t-<digits> is the gateway's own");
        }
        EventStream.Arrival arrival = new EventStream.Arrival(
                arrivedAt, number, priority(frame), Boolean.parseBoolean(frame.header("persistent")));
        boolean isNew = stream.append(organizationId, event.eventId(), json.encode(event), arrival, moreFollow);
        (isNew ? accepted : duplicates).increment();
    }

    private static OrganizationId organization(BrokerFrame frame) throws InvalidSyncEventException {
        String destination = frame.header("destination");
        return SyncDestinations.organizationOf(destination == null ? "" : destination)
                .orElseThrow(() -> new InvalidSyncEventException(
                        Reason.UNKNOWN_ADDRESS, "The address is not sync.<organizationId>"));
    }

    private static @Nullable EventId envelopeId(BrokerFrame frame) throws InvalidSyncEventException {
        String id = frame.header("eventId");
        if (id == null || id.isEmpty()) {
            return null;
        }
        if (!EventId.isValid(id)) {
            throw new InvalidSyncEventException(
                    Reason.INVALID_FIELD, "The eventId property must match " + EventId.SYNTAX);
        }
        return new EventId(id);
    }

    private static int priority(BrokerFrame frame) {
        String priority = frame.header("priority");
        return priority != null && priority.length() == 1 && isNumber(priority, 0) ? priority.charAt(0) - '0' : 4;
    }

    private static boolean looksLikePosition(String eventId) {
        return eventId.startsWith(MOMENT_PREFIX) && isNumber(eventId, MOMENT_PREFIX.length());
    }

    private static boolean isMillis(String text) {
        return text.length() <= MOST_MILLIS_DIGITS && isNumber(text, 0) && text.charAt(0) != '0';
    }

    // By hand rather than by regular expression, as with ids: every message has three or four of these.
    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return from < text.length();
    }

    // Artemis writes message-id as "<consumer>,<message>"; only the second number is the same for every reader.
    private static long brokerNumber(BrokerFrame frame) throws InvalidSyncEventException {
        String messageId = frame.header("message-id");
        String number = messageId == null ? "" : messageId.substring(messageId.indexOf(',') + 1);
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw new InvalidSyncEventException(Reason.MALFORMED_FRAME, "message-id is not one of Artemis's");
        }
    }

    // The broker's clock where it stamps messages (enable-ingress-timestamp), else the producer's, else ours.
    private Instant arrivedAt(BrokerFrame frame) {
        for (String name : ARRIVAL_HEADERS) {
            String millis = frame.header(name);
            if (millis != null && isMillis(millis)) {
                // Never later than now: an event from the future would never grow old.
                return Instant.ofEpochMilli(Math.min(Long.parseLong(millis), clock.millis()));
            }
        }
        return clock.instant();
    }

    private void reject(BrokerFrame frame, InvalidSyncEventException e) {
        String messageId = String.valueOf(frame.header("message-id"));
        String number = messageId.substring(messageId.indexOf(',') + 1);
        if (!rejectedMessages.add(number)) {
            return;
        }
        if (rejectedMessages.size() > rememberedRejections) {
            rejectedMessages.remove(rejectedMessages.iterator().next());
        }
        rejected(e.reason()).increment();
        String address = printable(String.valueOf(frame.header("destination")));
        // By address too, so that one producer's bad messages do not hide another organization's.
        lines.tell(
                log,
                Level.WARN,
                e.reason().tag() + ' ' + address,
                "Skipped a message that is no sync event: {} ({}; address {}, message {})",
                printable(String.valueOf(e.getMessage())),
                e.reason().tag(),
                address,
                printable(number));
    }

    private Counter rejected(Reason reason) {
        return meters.counter("sync.gateway.events.rejected", "reason", reason.tag());
    }

    // Producers' text in a log line: no line breaks, no escape sequences, no end.
    static String printable(String text) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
