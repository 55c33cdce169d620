package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that shows the states of an organization's records: it listens with a snapshot, keeps the {@code eventId} of
 * the last message, and comes back with it. It has no other rule.
 */
final class LiveBoard {

    final OrganizationId organizationId;
    final Map<String, String> shown = new HashMap<>();
    long uncertainBefore;
    int greetings;
    int snapshots;
    private @Nullable String position;
    private @Nullable Client client;
    private @Nullable SimulatedGateway at;
    private boolean inSnapshot;

    LiveBoard(OrganizationId organizationId) {
        this.organizationId = organizationId;
    }

    /** Connects, or comes back, at a gateway; with a socket that takes so many bytes at once. */
    void connect(SimulatedGateway gateway, int socketSpace) {
        Client fresh = gateway.fixture.new Client(organizationId);
        fresh.socketSpace = socketSpace;
        client = fresh;
        at = gateway;
        fresh.open(position, EventFilter.ALL);
    }

    boolean isAt(SimulatedGateway gateway) {
        return at == gateway;
    }

    boolean isConnected() {
        return client != null && client.closed == null;
    }

    void disconnect() {
        take();
        client = null;
    }

    /** Writes what the socket takes now. */
    void read() {
        Client present = client;
        if (present != null) {
            present.drain();
            Runnable ready = present.underWay.poll();
            if (ready != null) {
                ready.run();
                present.drain();
            }
            take();
        }
    }

    /** Reads all that there is. */
    void readAll() {
        Client present = client;
        if (present != null) {
            present.socketSpace = Integer.MAX_VALUE;
            read();
            while (!present.underWay.isEmpty()) {
                read();
            }
        }
    }

    private void take() {
        if (client != null) {
            client.heard.forEach(message -> take(JsonMapper.shared().readTree(message)));
            client.heard.clear();
        }
    }

    private void take(JsonNode message) {
        position = message.get("eventId").stringValue();
        switch (message.get("type").stringValue()) {
            case "CONNECTED" -> {
                greetings++;
                if (!message.path("recovered").asBoolean(false)) {
                    // The states come anew.
                    shown.clear();
                    inSnapshot = true;
                }
            }
            case "SNAPSHOT" -> {
                snapshots++;
                if (!inSnapshot) {
                    throw new AssertionError("A snapshot without a greeting before it: " + message);
                }
                message.get("states").forEach(this::show);
                inSnapshot = !message.get("last").booleanValue();
                uncertainBefore = message.has("uncertainBefore")
                        ? Instant.parse(message.get("uncertainBefore").stringValue())
                                .toEpochMilli()
                        : 0;
            }
            default -> {
                if (inSnapshot) {
                    throw new AssertionError("An event before the end of the snapshot: " + message);
                }
                show(message);
            }
        }
    }

    private void show(JsonNode event) {
        String pfaId = event.get("pfaId").stringValue();
        String eventId = event.get("eventId").stringValue();
        String before = shown.put(pfaId, eventId);
        if (before != null && Long.parseLong(before.substring(1)) >= Long.parseLong(eventId.substring(1))) {
            throw new AssertionError("An event is doubled or turned back: " + eventId + " after " + before);
        }
    }
}
