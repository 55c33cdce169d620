package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.stream.KeptStates.Changes;
import com.pfavanguard.sync.gateway.stream.StreamFixture.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker without a process: a ring of events, and the states that gateways write. */
final class SimulatedBroker {

    static final int RING = 300;

    record Message(
            long number, OrganizationId organizationId, EncodedEvent event, boolean persistent, java.time.Instant at) {}

    final TestClock clock;
    private final List<Message> ring = new ArrayList<>();
    private final Map<String, StoredState> states = new HashMap<>();
    private @Nullable StateMark mark;
    private long next = StateRestore.NUMBERS_OF_A_NEW_BROKER;
    private long dropped;
    private long lostBehind;
    private long lostAt;

    /** Of each record the last message that was published. */
    final Map<String, Message> truth = new HashMap<>();

    SimulatedBroker(TestClock clock) {
        this.clock = clock;
    }

    Message publish(OrganizationId organizationId, String pfaId, SyncEventType type, boolean persistent) {
        long number = next++;
        String eventId = "e" + number;
        // So large that a snapshot takes several messages.
        String json = "{\"type\":\"%s\",\"pfaId\":\"%s\",\"filler\":\"%s\",\"eventId\":\"%s\"}"
                .formatted(type, pfaId, "x".repeat(1_500), eventId);
        EncodedEvent event = new EncodedEvent(eventId, pfaId, type, 0, json.getBytes(StandardCharsets.UTF_8), null);
        Message message = new Message(number, organizationId, event, persistent, clock.instant());
        ring.add(message);
        if (ring.size() > RING) {
            ring.remove(0);
            dropped++;
        }
        truth.put(organizationId + "/" + pfaId, message);
        return message;
    }

    /** Index of the message behind the newest, counted from the first ever. */
    long end() {
        return dropped + ring.size();
    }

    long oldest() {
        return dropped;
    }

    Message at(long index) {
        return ring.get((int) (index - dropped));
    }

    /** Non-persistent messages are lost. */
    void restart() {
        List<Message> kept = new ArrayList<>();
        for (Message message : ring) {
            if (message.persistent()) {
                kept.add(message);
            } else {
                lostBehind = kept.size();
                lostAt = message.at().toEpochMilli();
            }
        }
        dropped += ring.size() - kept.size();
        lostBehind += dropped;
        ring.clear();
        ring.addAll(kept);
    }

    /** What a gateway that has not read it before is told by the one before it on its machine (decision 0029). */
    HistoryLoss loss() {
        return lostAt == 0 || lostBehind < dropped
                ? HistoryLoss.NONE
                : new HistoryLoss((int) (lostBehind - dropped), lostAt + 1);
    }

    StoredStates stored() {
        return new StoredStates(mark, List.copyOf(states.values()), Map.of());
    }

    boolean hasMark() {
        return mark != null;
    }

    /** Writes in one transaction, as the keeper does. */
    void write(Changes changes) {
        for (StateChange change : changes.changes()) {
            String key = change.organizationId() + "/" + change.pfaId();
            if (change.state() == null) {
                states.remove(key);
            } else {
                states.put(key, change.state());
            }
        }
        if (!changes.more()) {
            mark = changes.mark();
        }
    }
}
