package com.pfavanguard.sync.pair;

import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes persistent events by STOMP at a steady rate, each with a receipt. An event whose receipt does not come is
 * sent again, with the same id, to whichever broker takes it: so nothing that the broker confirmed may be lost, and
 * nothing may arrive twice.
 */
final class ReceiptProducer implements Runnable {

    private static final long RETRY_NANOS = 20_000_000;

    private final String organization;
    private final long periodNanos;
    private final int[] ports;
    private final List<String> confirmed = new CopyOnWriteArrayList<>();
    private volatile int resent;
    private volatile boolean stopped;
    private @Nullable StompSocket socket;

    /** @param ports STOMP ports, tried in this order */
    ReceiptProducer(String organization, int perSecond, int... ports) {
        this.organization = organization;
        this.periodNanos = 1_000_000_000L / perSecond;
        this.ports = ports;
    }

    @Override
    public void run() {
        long next = System.nanoTime();
        while (!stopped) {
            publish(UUID.randomUUID().toString());
            next = Math.max(next + periodNanos, System.nanoTime());
            LockSupport.parkNanos(next - System.nanoTime() + periodNanos);
        }
        close();
    }

    private void publish(String eventId) {
        boolean again = false;
        while (true) {
            try {
                Frame answer = connection()
                        .sendWithReceipt(
                                "/topic/sync." + organization,
                                "persistent:true\n_AMQ_DUPL_ID:" + eventId + "\neventId:" + eventId + "\n",
                                event(eventId));
                if (answer.command().equals("RECEIPT")) {
                    confirmed.add(eventId);
                    return;
                }
                throw new IOException("no receipt but " + answer);
            } catch (IOException e) {
                if (!again && socket != null) {
                    again = true;
                    resent++;
                }
                close();
                if (stopped) {
                    return;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private String event(String eventId) {
        return """
                {"type":"SYNC_SUCCESS","pfaId":"PFA-1","organizationId":"%s","timestamp":"2026-03-04T09:15:04.227Z",\
                "details":{"newVersion":8},"eventId":"%s"}""".formatted(organization, eventId);
    }

    private StompSocket connection() throws IOException {
        if (socket != null) {
            return socket;
        }
        IOException failure = new IOException("no ports");
        for (int port : ports) {
            try {
                socket = StompSocket.connectedTo(port, TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER));
                return socket;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private void close() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // Lost already.
            }
            socket = null;
        }
    }

    void stop() {
        stopped = true;
    }

    String organization() {
        return organization;
    }

    /** Ids of the events that the broker has confirmed, in the order of their sending. */
    List<String> confirmed() {
        return confirmed;
    }

    /** Events that were sent again, because the connection ended before their receipt. */
    int resent() {
        return resent;
    }
}
