package com.pfavanguard.sync.failover;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes persistent events by STOMP, and waits for the receipt of each. */
final class StompSource extends Source {

    private final List<ArtemisBroker> brokers;
    private @Nullable StompSocket socket;

    StompSource(String name, int perSecond, List<ArtemisBroker> brokers) {
        super(name, perSecond);
        this.brokers = brokers;
    }

    @Override
    void send(String id) throws IOException {
        Frame answer = socket().sendWithReceipt(
                        "/topic/sync." + Cluster.ORGANIZATION,
                        "persistent:true\n_AMQ_DUPL_ID:" + id + "\neventId:" + id + "\n",
                        Cluster.event(id));
        if (!answer.command().equals("RECEIPT")) {
            throw new IOException("No receipt but " + answer);
        }
    }

    private StompSocket socket() throws IOException {
        StompSocket present = socket;
        if (present == null) {
            present = connect();
            socket = present;
        }
        return present;
    }

    private StompSocket connect() throws IOException {
        IOException failure = new IOException("No brokers");
        for (ArtemisBroker broker : brokers) {
            try {
                return StompSocket.connectedTo(
                        broker.stompPort(), TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    @Override
    void disconnect() {
        StompSocket present = socket;
        socket = null;
        if (present != null) {
            try {
                present.close();
            } catch (IOException e) {
                // It was lost before.
            }
        }
    }

    @Override
    boolean isOrdered() {
        return true;
    }
}
