package com.pfavanguard.sync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A well-behaved client beside the hostile ones: it must receive every event, once and in order. */
final class Witness implements AutoCloseable {

    private final TestGateway gateway;
    private final String organizationId;
    private final WireClient client;
    private final List<String> published = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    /** @param token for a gateway that asks for one */
    Witness(TestGateway gateway, String organizationId, @Nullable String token) {
        this.gateway = gateway;
        this.organizationId = organizationId;
        this.client = token == null
                ? WireClient.open(gateway.webSocket(organizationId))
                : WireClient.openWithToken(gateway.webSocket(organizationId), token);
        client.nextJson();
    }

    /** Returns the event's id. */
    String anEventHappens() {
        String eventId = gateway.publish(organizationId, "PFA-" + (published.size() + 1));
        published.add(eventId);
        return eventId;
    }

    void hasHeardEverything() {
        while (heard.size() < published.size()) {
            heard.add(client.nextJson().path("eventId").asString());
        }
        assertThat(heard).isEqualTo(published);
        assertThat(client.received()).as("heard and never published").isEmpty();
    }

    /** For organizations in which others publish, too: hears on until an event of its own comes by. */
    List<JsonNode> hearsUntilAnEventOfItsOwn() {
        String own = gateway.publish(organizationId, "PFA-own");
        List<JsonNode> others = new ArrayList<>();
        JsonNode next = JsonMapper.shared().readTree(client.next());
        while (!own.equals(next.path("eventId").asString())) {
            others.add(next);
            next = JsonMapper.shared().readTree(client.next());
        }
        return others;
    }

    @Override
    public void close() {
        client.close();
    }
}
