package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.InvalidSyncEventException.Reason;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.link.ReadMessages.MessageKind;
import com.pfavanguard.sync.gateway.stream.Arrival;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.gateway.stream.EncodedEvent;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.EventTrace;
import com.pfavanguard.sync.gateway.stream.EventTraces;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import com.pfavanguard.sync.gateway.stream.ProducerStamp;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.BoundedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Takes every message that the link reads: checks it once, encodes it anew, and appends it to the stream. All events
 * enter the gateway here, so mistakes of a producer are counted, logged and skipped, and unknown fields are left
 * behind. Called by the link's thread only.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class EventIntake {

    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

    private final BoundedLog lines = new BoundedLog();
    private final EventStream stream;
    private final BrokerTime time;
    private final int maxEventBytes;
    private final SyncEventJson json = new SyncEventJson();
    private final MessageCompressor compressor;
    private final RejectedMessages rejected;
    private final Counter accepted;
    private final Counter duplicates;
    private final EventTraces traces;
    private final Map<ProducerStamp, Counter> doubtful = new EnumMap<>(ProducerStamp.class);

    EventIntake(
            EventStream stream,
            GatewayProperties properties,
            StompBroker broker,
            BrokerTime time,
            MessageCompressor compressor,
            EventTraces traces,
            MeterRegistry meters) {
        this.traces = traces;
        this.stream = stream;
        this.compressor = compressor;
        this.time = time;
        this.maxEventBytes = (int) properties.maxEventSize().toBytes();
        this.rejected = new RejectedMessages(meters, broker.historySize());
        this.accepted = meters.counter("sync.gateway.events", "outcome", "accepted");
        this.duplicates = meters.counter("sync.gateway.events", "outcome", "duplicate");
        for (ProducerStamp stamp : EnumSet.complementOf(EnumSet.of(ProducerStamp.CREDIBLE))) {
            doubtful.put(stamp, meters.counter("sync.gateway.events.doubtful.timestamps", "timestamp", stamp.label()));
        }
    }

    int maxEventBytes() {
        return maxEventBytes;
    }

    /** Notes a gateway's marker, which is for no organization but takes up space in the history too. */
    void noteMarker(BrokerFrame frame, ReadMessages read) {
        Arrival arrival = arrival(frame);
        note(frame, arrival, MessageKind.MARKER, read);
        stream.handled(arrival);
    }

    private Arrival arrival(BrokerFrame frame) {
        return new Arrival(
                Instant.ofEpochMilli(arrivedAt(frame)),
                ArtemisHeaders.number(frame),
                ArtemisHeaders.priority(frame),
                ArtemisHeaders.isPersistent(frame));
    }

    /**
     * Takes a MESSAGE frame. Never throws: a message with a fault is rejected.
     *
     * @param read where the message is noted
     * @param moreFollow whether other frames have arrived already
     */
    void take(BrokerFrame frame, ReadMessages read, boolean moreFollow) {
        Arrival arrival = arrival(frame);
        note(frame, arrival, arrival.persistent() ? MessageKind.PERSISTENT : MessageKind.NON_PERSISTENT, read);
        try {
            append(frame, arrival, moreFollow);
        } catch (InvalidSyncEventException e) {
            rejected.add(frame, e);
        } catch (RuntimeException e) {
            // A bug of ours. But no message may end the stream for all clients.
            lines.tell(log, Level.ERROR, e.getClass().getName(), "A message from the broker could not be handled", e);
            rejected.add(
                    frame,
                    new InvalidSyncEventException(
                            Reason.MALFORMED_FRAME, "Internal error, see the log line before this one"));
        }
        stream.handled(arrival);
    }

    private void note(BrokerFrame frame, Arrival arrival, MessageKind kind, ReadMessages read) {
        read.add(arrival.number(), ArtemisHeaders.expires(frame), kind, arrival.hasUsualPriority());
        stream.noteRead(arrival.at(), arrival.number());
    }

    private long arrivedAt(BrokerFrame frame) {
        long stamp = ArtemisHeaders.stamp(frame);
        return stamp > 0 ? stamp : time.millis();
    }

    private void append(BrokerFrame frame, Arrival arrival, boolean moreFollow) throws InvalidSyncEventException {
        checkFault(frame);
        OrganizationId organizationId = organization(frame);
        SyncEvent event = decode(frame, arrival.number());
        if (!event.organizationId().equals(organizationId)) {
            throw new InvalidSyncEventException(
                    Reason.ORGANIZATION_MISMATCH,
                    "The body names organization " + event.organizationId() + ", the address " + organizationId);
        }
        if (EventStream.isTimePosition(event.eventId().value())) {
            throw new InvalidSyncEventException(
                    Reason.INVALID_FIELD,
                    "eventId must not look like t-<digits> or t-<8 hexadecimal digits>-<digits>: the gateway uses"
                            + " these for positions");
        }
        EventTrace trace = traces.begin(frame.header(TraceParent.NAME), event, arrival.at());
        EncodedEvent encoded = EncodedEvent.of(event, json.encode(event), compressor, trace);
        boolean isNew = stream.append(organizationId, encoded, arrival, moreFollow);
        if (trace != null) {
            trace.appended(isNew);
        }
        (isNew ? accepted : duplicates).increment();
        Counter mistaken = isNew
                ? doubtful.get(
                        ProducerStamp.judge(encoded.producedAt(), arrival.at().toEpochMilli()))
                : null;
        if (mistaken != null) {
            mistaken.increment();
        }
    }

    private void checkFault(BrokerFrame frame) throws InvalidSyncEventException {
        switch (frame.fault()) {
            case MALFORMED, FOREIGN ->
                throw new InvalidSyncEventException(
                        Reason.MALFORMED_FRAME,
                        "The frame does not belong to this subscription, or content-length does not match the body");
            case TOO_LARGE ->
                throw new InvalidSyncEventException(
                        Reason.TOO_LARGE,
                        "Larger than sync.gateway.max-event-size (%d bytes)".formatted(maxEventBytes));
            case NONE -> {}
        }
    }

    private static OrganizationId organization(BrokerFrame frame) throws InvalidSyncEventException {
        String destination = frame.header("destination");
        return SyncDestinations.organizationOf(destination == null ? "" : destination)
                .orElseThrow(() -> new InvalidSyncEventException(
                        Reason.UNKNOWN_ADDRESS, "The address is not sync.<organizationId>"));
    }

    private SyncEvent decode(BrokerFrame frame, long number) throws InvalidSyncEventException {
        if (number == ReadMessages.UNKNOWN) {
            throw new InvalidSyncEventException(
                    Reason.MALFORMED_FRAME, "The message-id does not have the form that Artemis gives it");
        }
        EventId named = envelopeId(frame);
        EventId otherwise = named != null ? named : EventId.ofBrokerMessage(number, ArtemisHeaders.stamp(frame));
        return json.decode(frame.body(), named, otherwise);
    }

    // The id in the eventId property of the message.
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
}
