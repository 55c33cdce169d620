package com.pfavanguard.sync.drills;

import static com.pfavanguard.sync.testing.RestClient.edit;

import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.WireClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Books what the gateway acknowledged to producers, and compares it with what came out: edits written to PEMS, and
 * events heard by a client that resumes. Thread-safe on the producers' side.
 */
final class Ledger {

    /** What became of one attempt to save or publish. */
    enum Answer {
        ACKNOWLEDGED,
        REFUSED,
        /** No answer came: it may or may not have been taken. */
        IN_DOUBT
    }

    private final String organizationId;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> edits = ConcurrentHashMap.newKeySet();
    private final Set<String> events = ConcurrentHashMap.newKeySet();
    private final Set<String> inDoubt = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();

    Ledger(String organizationId) {
        this.organizationId = organizationId;
    }

    /** Saves one edit of a record that no other edit touches. */
    Answer save(DrilledGateway gateway) {
        return save(gateway, 1);
    }

    /** Saves so many edits by one request, each of a record that no other edit touches. */
    Answer save(DrilledGateway gateway, int count) {
        List<String> pfaIds = Stream.generate(() -> "PFA-" + numbers.incrementAndGet())
                .limit(count)
                .toList();
        inDoubt.addAll(pfaIds);
        try {
            RestClient.Answer answer = new RestClient(gateway.port())
                    .write(
                            organizationId,
                            0,
                            pfaIds.stream().map(id -> edit(id, "new")).toList());
            pfaIds.forEach(pfaId -> book(pfaId, edits, answer.status() == 200));
            return answer.status() == 200 ? Answer.ACKNOWLEDGED : Answer.REFUSED;
        } catch (RuntimeException e) {
            return Answer.IN_DOUBT;
        }
    }

    /** Publishes one event and waits for its receipt. */
    Answer publish(StompProducer producer) {
        String pfaId = "EVENT-" + numbers.incrementAndGet();
        inDoubt.add(pfaId);
        try {
            producer.sendText(
                    "/topic/sync." + organizationId,
                    """
                    {"type":"SYNC_PROCESSING","pfaId":"%s","organizationId":"%s","timestamp":"2026-03-04T09:15:00.000Z"}""".formatted(pfaId, organizationId),
                    "persistent:true",
                    "eventId:" + pfaId);
            return book(pfaId, events, true);
        } catch (AssertionError e) {
            return book(pfaId, events, false);
        } catch (RuntimeException e) {
            return Answer.IN_DOUBT;
        }
    }

    private Answer book(String pfaId, Set<String> acknowledged, boolean taken) {
        inDoubt.remove(pfaId);
        if (taken) {
            acknowledged.add(pfaId);
        } else {
            refusals.incrementAndGet();
        }
        return taken ? Answer.ACKNOWLEDGED : Answer.REFUSED;
    }

    Set<String> edits() {
        return Set.copyOf(edits);
    }

    Set<String> events() {
        return Set.copyOf(events);
    }

    int refusals() {
        return refusals.get();
    }

    /** The acknowledged edits that PEMS does not have exactly once. */
    List<String> notWrittenOnce(StandInPems pems) {
        return edits.stream()
                .filter(pfaId -> pems.version(organizationId, pfaId) != 2)
                .sorted()
                .toList();
    }

    /** A position before everything that is published from now on. */
    String position(DrilledGateway gateway) {
        try (WireClient client = WireClient.open(gateway.webSocket(organizationId))) {
            return client.nextJson().get("eventId").stringValue();
        }
    }

    /**
     * What a client hears that comes back with a position.
     *
     * @param recovered whether it was told that nothing is missing
     * @param counts how often each event came, by {@code type pfaId}
     */
    record Heard(boolean recovered, Map<String, Integer> counts) {

        int of(String type, String pfaId) {
            return counts.getOrDefault(type + " " + pfaId, 0);
        }
    }

    /** Listens from this position up to the newest event. */
    Heard hearFrom(String position, DrilledGateway gateway) {
        String newest = position(gateway);
        Map<String, Integer> counts = new HashMap<>();
        try (WireClient client = WireClient.open(gateway.webSocket(organizationId + "?lastEventId=" + position))) {
            JsonNode greeting = client.nextJson();
            boolean recovered = greeting.get("recovered").booleanValue();
            if (recovered && !newest.equals(position)) {
                for (JsonNode event = null;
                        event == null || !event.get("eventId").stringValue().equals(newest); ) {
                    event = client.nextJson();
                    counts.merge(
                            event.get("type").stringValue() + " "
                                    + event.get("pfaId").stringValue(),
                            1,
                            Integer::sum);
                }
            }
            return new Heard(recovered, counts);
        }
    }
}
