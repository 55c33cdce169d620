package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores the writer's state in the broker's queue of figures, one message for all processes. The writer replaces it when
 * it changes and once a minute; it expires some minutes after a writer has died. Safe for any thread.
 */
public final class StoredWorkerState {

    /** How often the writer must store its state again. */
    public static final Duration AGAIN = Duration.ofMinutes(1);

    // Long enough for a broker and a writer whose clocks differ.
    private static final Duration RETENTION = AGAIN.multipliedBy(5);

    private static final String KEY = "worker";

    private final DurableQueue queue;
    private final JsonMapper json;

    StoredWorkerState(WorkQueues queues, JsonMapper json) {
        this.queue = queues.queue(SyncQueues.FIGURES);
        this.json = json;
    }

    /** Replaces the stored state. */
    public void store(WorkerState state) {
        queue.send(QueueMessage.of(json.writeValueAsString(state), Map.of(SyncQueues.FIGURES_KEY, KEY))
                .keptFor(RETENTION));
    }

    WorkerState read() {
        // For a moment the broker may show a message beside its replacement; the later one comes last.
        List<QueueMessage> stored = queue.browse(Selector.where(SyncQueues.FIGURES_KEY, KEY));
        if (stored.isEmpty()) {
            return WorkerState.UNKNOWN;
        }
        try {
            return json.readValue(stored.get(stored.size() - 1).body(), WorkerState.class);
        } catch (JacksonException e) {
            // Put there by hand, or by a newer version.
            return WorkerState.UNKNOWN;
        }
    }
}
