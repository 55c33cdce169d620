package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StateQueue;
import com.pfavanguard.sync.broker.StateQueues;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.StoredStates;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.vital.Vital;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Reads the stored states for the link before it reads the history, when the stream needs them: at the start, after a
 * gap, and from other data. Used by the link's thread, apart from {@link #reachable}.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class StateReader {

    private static final Logger log = LoggerFactory.getLogger(StateReader.class);

    // The link's connection is idle meanwhile, and the broker closes it after 20 s.
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(15);

    // Reading the history again disturbs; a gap that comes back every second must not make it the rule.
    private static final long AGAIN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StateQueues queues;
    private final EventStream stream;
    private final BoundedLog lines = new BoundedLog();
    private volatile boolean reachable;
    private long triedNanos;

    StateReader(StateQueues queues, EventStream stream) {
        this.queues = queues;
        this.stream = stream;
    }

    /**
     * Gives the stream the stored states if it needs them. After the replay has begun, before anything is read.
     *
     * @param neverRead whether it is known that no message has come and gone at this broker before, since its data are new
     */
    public void beforeReading(Endpoint endpoint, boolean neverRead) {
        if (!stream.keptStates().needStored()) {
            return;
        }
        long began = System.nanoTime();
        triedNanos = began;
        // One failed attempt shows that it makes no sense to read the history again for this.
        reachable = false;
        try (StateQueue.Link link = queues.at(endpoint).connect()) {
            StoredStates stored = StateEntries.read(link, () -> limit(began));
            stream.keptStates().restore(stored, neverRead);
            log.info(
                    "Read the states of {} records from the broker",
                    stored.states().size());
        } catch (IOException e) {
            lines.tell(
                    log,
                    Level.WARN,
                    "read",
                    "{}; this gateway knows the states of those records only of which it has read an event, and"
                            + " GET …/states tells uncertainBefore. Trying again",
                    e.getMessage());
            log.debug("The states could not be read", e);
        }
    }

    private static void limit(long began) throws IOException {
        Vital.moved();
        if (System.nanoTime() - began > WITHIN_NANOS) {
            throw new IOException("Reading the states took longer than 15 s");
        }
    }

    /** The stored states can be read now. For any thread. */
    void reachable() {
        reachable = true;
    }

    /** Whether the link is to read the history again, since the stream needs the stored states and they can be read. */
    public boolean wantsHistoryAgain() {
        return reachable
                && stream.keptStates().needStored()
                && stream.isReady()
                && System.nanoTime() - triedNanos > AGAIN_AFTER_NANOS;
    }
}
