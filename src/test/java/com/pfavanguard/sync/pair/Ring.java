package com.pfavanguard.sync.pair;

import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What {@code sync.history} of a broker holds, in its order. */
record Ring(List<Entry> entries) {

    /** @param number of the message at the broker, the part of {@code message-id} after the comma */
    record Entry(String organization, String eventId, String number) {}

    /** Reads to the end, which a marker of this reader shows. */
    static Ring read(int stompPort) throws IOException {
        String marker = "marker " + UUID.randomUUID();
        List<Entry> entries = new ArrayList<>();
        try (StompSocket gateway = StompSocket.connectedTo(stompPort).subscribeToHistory()) {
            gateway.send("SEND\ndestination:sync.gateway.marker\n\n" + marker);
            for (Frame frame = gateway.read(); !frame.text().equals(marker); frame = gateway.read()) {
                if (!frame.command().equals("MESSAGE")) {
                    throw new IOException("Not a message: " + frame);
                }
                String eventId = frame.header("eventId");
                if (eventId != null) {
                    entries.add(new Entry(
                            frame.header("destination").replaceFirst(".*sync\\.", ""),
                            eventId,
                            frame.header("message-id").replaceFirst(".*,", "")));
                }
            }
        }
        return new Ring(entries);
    }

    List<String> eventIds() {
        return entries.stream().map(Entry::eventId).toList();
    }

    long doubled() {
        return entries.size() - eventIds().stream().distinct().count();
    }

    /** Events of an earlier ring that are not here. */
    long missing(Ring earlier) {
        Set<String> here = new HashSet<>(eventIds());
        return earlier.eventIds().stream().filter(id -> !here.contains(id)).count();
    }

    /** Events of an earlier ring that have another place here among those of their organization. */
    long movedWithinOrganization(Ring earlier) {
        return earlier.entries.stream()
                .map(Entry::organization)
                .distinct()
                .mapToLong(organization -> moved(earlier.idsOf(organization), idsOf(organization)))
                .sum();
    }

    private static long moved(List<String> before, List<String> now) {
        Set<String> known = new HashSet<>(before);
        List<String> common = now.stream().filter(known::contains).distinct().toList();
        Set<String> kept = new HashSet<>(common);
        List<String> expected =
                before.stream().filter(kept::contains).distinct().toList();
        long moved = 0;
        for (int i = 0; i < expected.size(); i++) {
            moved += common.get(i).equals(expected.get(i)) ? 0 : 1;
        }
        return moved;
    }

    /** Ids of the events of one organization. */
    List<String> idsOf(String organization) {
        return entries.stream()
                .filter(entry -> entry.organization().equals(organization))
                .map(Entry::eventId)
                .toList();
    }

    /** Events of an earlier ring that have another number here: an event without an id changes its name by that. */
    long renumbered(Ring earlier) {
        Map<String, String> numbers = new HashMap<>();
        earlier.entries.forEach(entry -> numbers.put(entry.eventId(), entry.number()));
        return entries.stream()
                .filter(entry -> numbers.containsKey(entry.eventId()))
                .filter(entry -> !Objects.equals(numbers.get(entry.eventId()), entry.number()))
                .count();
    }
}
