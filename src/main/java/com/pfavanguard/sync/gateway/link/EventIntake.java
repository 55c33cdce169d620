package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.InvalidSyncEventException.Reason;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.link.ReadMessages.MessageKind;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.BoundedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
 * counted, logged with the reason at a bounded rate and skipped, and what it added is left behind. Called by the link's
 * thread only.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class EventIntake {

    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

    private static final int MOST_MILLIS_DIGITS = 15;
    private static final int USUAL_PRIORITY = 4;
    private static final List<String> ARRIVAL_HEADERS = List.of("ingress-timestamp", "timestamp");

    // What a producer gets wrong it may get wrong thousands of times a second; the metric counts all.
    private final BoundedLog lines = new BoundedLog();

    private final EventStream stream;
    private final BrokerTime time;
    private final int maxEventBytes;
    private final SyncEventJson json = new SyncEventJson();
    private final MeterRegistry meters;
    private final Counter accepted;
    private final Counter duplicates;
    // The broker's ring is read again after each reconnect; a bad message in it is reported once all the same.
    private final int rememberedRejections;
    private final Set<Long> rejectedMessages = new LinkedHashSet<>();

    EventIntake(
            EventStream stream,
            GatewayProperties properties,
            StompBroker broker,
            BrokerTime time,
            MeterRegistry meters) {
        this.rememberedRejections = broker.historySize();
        this.stream = stream;
        this.time = time;
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
    void pass(BrokerFrame frame, ReadMessages read) {
        read.add(brokerNumber(frame), millis(frame, "expires"), MessageKind.MARKER, priority(frame) == USUAL_PRIORITY);
        stream.noteRead(Instant.ofEpochMilli(arrivedAt(frame)));
    }

    /**
     * Takes a MESSAGE frame; whatever is wrong with it ends here.
     *
     * @param read where it is noted
     * @param moreFollow whether other frames have come already
     */
    void take(BrokerFrame frame, ReadMessages read, boolean moreFollow) {
        long number = brokerNumber(frame);
        int priority = priority(frame);
        boolean persistent = Boolean.parseBoolean(frame.header("persistent"));
        long arrivedAt = arrivedAt(frame);
        read.add(
                number,
                millis(frame, "expires"),
                persistent ? MessageKind.PERSISTENT : MessageKind.NON_PERSISTENT,
                priority == USUAL_PRIORITY);
        EventStream.Arrival arrival =
                new EventStream.Arrival(Instant.ofEpochMilli(arrivedAt), number, priority, persistent);
        stream.noteRead(arrival.at());
        try {
            admit(frame, arrival, moreFollow);
        } catch (InvalidSyncEventException e) {
            reject(frame, e);
        } catch (RuntimeException e) {
            // A fault of ours; but no message, whatever is in it, may end the stream for everybody.
            lines.tell(log, Level.ERROR, e.getClass().getName(), "A message from the broker could not be handled", e);
            reject(frame, new InvalidSyncEventException(Reason.MALFORMED_FRAME, "Internal error, see above"));
        }
    }

    private void admit(BrokerFrame frame, EventStream.Arrival arrival, boolean moreFollow)
            throws InvalidSyncEventException {
        switch (frame.fault()) {
            case MALFORMED, FOREIGN ->
                throw new InvalidSyncEventException(
                        Reason.MALFORMED_FRAME,
                        "Not a frame of this subscription, or content-length does not match the body");
            case TOO_LARGE ->
                throw new InvalidSyncEventException(
                        Reason.TOO_LARGE, "More than sync.gateway.max-event-size (%d bytes)".formatted(maxEventBytes));
            case NONE -> {}
        }
        OrganizationId organizationId = organization(frame);
        if (arrival.number() == ReadMessages.UNKNOWN) {
            throw new InvalidSyncEventException(Reason.MALFORMED_FRAME, "message-id is not one of Artemis's");
        }
        EventId named = envelopeId(frame);
        EventId otherwise = named != null ? named : EventId.ofBrokerMessage(arrival.number(), stamp(frame));
        SyncEvent event = json.decode(frame.body(), named, otherwise);
        if (!event.organizationId().equals(organizationId)) {
            throw new InvalidSyncEventException(
                    Reason.ORGANIZATION_MISMATCH,
                    "The body names organization " + event.organizationId() + ", the address " + organizationId);
        }
        if (EventStream.isTimePosition(event.eventId().value())) {
            throw new InvalidSyncEventException(
                    Reason.INVALID_FIELD,
                    "eventId must not look like a position: t-<digits> and t-<8 hexadecimal digits>-<digits> are the"
                            + " gateway's own");
        }
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
        return priority != null && priority.length() == 1 && isNumber(priority)
                ? priority.charAt(0) - '0'
                : USUAL_PRIORITY;
    }

    private static boolean isMillis(String text) {
        return text.length() <= MOST_MILLIS_DIGITS && isNumber(text) && text.charAt(0) != '0';
    }

    // By hand rather than by regular expression, as with ids: every message has three or four of these.
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    // Artemis writes message-id as "<consumer>,<message>"; only the second number is the same for every reader.
    private static long brokerNumber(BrokerFrame frame) {
        String messageId = frame.fault() == BrokerFrame.Fault.FOREIGN ? null : frame.header("message-id");
        if (messageId == null) {
            return ReadMessages.UNKNOWN;
        }
        try {
            return Long.parseLong(messageId, messageId.indexOf(',') + 1, messageId.length(), 10);
        } catch (NumberFormatException e) {
            return ReadMessages.UNKNOWN;
        }
    }

    private long arrivedAt(BrokerFrame frame) {
        long stamp = stamp(frame);
        return stamp > 0 ? stamp : time.millis();
    }

    /** When the broker took it where it stamps messages (enable-ingress-timestamp), else when the producer sent it; 0 if unknown. */
    static long stamp(BrokerFrame frame) {
        for (String name : ARRIVAL_HEADERS) {
            long millis = millis(frame, name);
            if (millis > 0) {
                return millis;
            }
        }
        return 0;
    }

    private static long millis(BrokerFrame frame, String header) {
        String millis = frame.header(header);
        return millis != null && isMillis(millis) ? Long.parseLong(millis) : 0;
    }

    private void reject(BrokerFrame frame, InvalidSyncEventException e) {
        long number = brokerNumber(frame);
        // Without a number there is only a producer's text, of any length: it is not kept, and reported each time.
        if (number != ReadMessages.UNKNOWN && !rejectedMessages.add(number)) {
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
                number == ReadMessages.UNKNOWN ? printable(String.valueOf(frame.header("message-id"))) : number);
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
