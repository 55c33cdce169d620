package com.pfavanguard.sync.failover;

import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.RestClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Saves edits by REST, each of another record. Goes to the next gateway when one does not answer, with the same {@code
 * Idempotency-Key}.
 */
final class EditSource extends Source {

    private final List<GatewayProcess> gateways;
    private int gateway;

    /** @param gateway the one to begin with */
    EditSource(String name, int perSecond, List<GatewayProcess> gateways, int gateway) {
        super(name, perSecond);
        this.gateways = gateways;
        this.gateway = gateway;
    }

    @Override
    void send(String id) throws IOException {
        Answer answer = new RestClient(gateways.get(gateway).port())
                .post(
                        "/write-sync",
                        Map.of(
                                "organizationId",
                                Cluster.ORGANIZATION,
                                "priority",
                                0,
                                "modifications",
                                List.of(RestClient.edit(id, "new"))),
                        "Idempotency-Key",
                        id);
        if (answer.status() != 200) {
            throw new IOException("Not saved: " + answer);
        }
    }

    @Override
    void disconnect() {
        gateway = (gateway + 1) % gateways.size();
    }

    // Edits of different records are written side by side.
    @Override
    boolean isOrdered() {
        return false;
    }
}
