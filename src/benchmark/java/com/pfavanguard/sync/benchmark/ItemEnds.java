package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.WireClient;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A plain WebSocket client that waits until items end, and checks that each succeeds exactly once. */
final class ItemEnds implements AutoCloseable {

    private final WireClient client;
    private final Set<String> ended = new HashSet<>();

    ItemEnds(PackagedGateway gateway, String organizationId) {
        client = WireClient.open(gateway.webSocket(organizationId));
        client.nextJson();
    }

    /**
     * Waits until so many more items, each of a PFA of its own, have been written.
     *
     * @return {@link System#nanoTime()} when the last of them was heard of
     */
    long await(int count) {
        for (int i = 0; i < count; i++) {
            JsonNode end = RestClient.terminal(client);
            if (!end.get("type").stringValue().equals("SYNC_SUCCESS")) {
                throw new AssertionError("An item has not been written: " + end);
            }
            if (!ended.add(end.get("pfaId").stringValue())) {
                throw new AssertionError("An item has ended twice: " + end);
            }
        }
        return System.nanoTime();
    }

    @Override
    public void close() {
        client.close();
    }
}
