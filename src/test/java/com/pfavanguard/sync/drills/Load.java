package com.pfavanguard.sync.drills;

import com.pfavanguard.sync.drills.Ledger.Answer;
import com.pfavanguard.sync.testing.StompProducer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One user who saves edits and one producer who publishes events, without a pause, until closed. */
final class Load implements AutoCloseable {

    // After a refusal, as a client would wait.
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final DrilledGateway gateway;
    private final Ledger ledger;
    private final List<CompletableFuture<Void>> threads;
    private volatile boolean closed;

    Load(DrilledGateway gateway, Ledger ledger) {
        this.gateway = gateway;
        this.ledger = ledger;
        this.threads = List.of(CompletableFuture.runAsync(this::save), CompletableFuture.runAsync(this::publish));
    }

    private void save() {
        while (!closed) {
            pauseUnless(ledger.save(gateway) == Answer.ACKNOWLEDGED);
        }
    }

    private void publish() {
        StompProducer producer = null;
        while (!closed) {
            producer = producer == null ? connect() : producer;
            boolean taken = producer != null && ledger.publish(producer) == Answer.ACKNOWLEDGED;
            // The broker cuts off a STOMP producer that it refuses.
            producer = taken ? producer : null;
            pauseUnless(taken);
        }
    }

    private @Nullable StompProducer connect() {
        try {
            return new StompProducer(gateway.stompPort());
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private static void pauseUnless(boolean taken) {
        if (!taken) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Stops and waits for the last answers. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(CompletableFuture::join);
    }
}
