package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * Carries the trace of one event along with it: what clients that ask for it are told and, if this gateway records the
 * trace, who is told of the sockets that the event reaches. Immutable.
 */
public final class EventTrace {

    // This object and its TraceParent, on 64-bit JVMs with compressed references.
    private static final int BYTES = 64;

    private final TraceParent parent;
    private final @Nullable Recorder recorder;

    /** Records what becomes of one event. */
    interface Recorder {

        /** A session has taken the event. Called by any thread that serves sessions; must not block. */
        void taken(MessageSink sink);

        /** @param isNew whether the event went into the stream; if not, nothing more is to be said of it */
        void appended(boolean isNew);
    }

    EventTrace(TraceParent parent, @Nullable Recorder recorder) {
        this.parent = parent;
        this.recorder = recorder;
    }

    /** What clients are told: the span of this gateway if it records the trace, else that of the producer. */
    TraceParent parent() {
        return parent;
    }

    boolean isRecorded() {
        return recorder != null;
    }

    void taken(MessageSink sink) {
        if (recorder != null) {
            recorder.taken(sink);
        }
    }

    /** Ends the part of the trace that reaches from the broker into the stream. */
    public void appended(boolean isNew) {
        if (recorder != null) {
            recorder.appended(isNew);
        }
    }

    /** Memory in bytes; what a recorded trace needs beyond that is bounded by the limit on recorded traces. */
    static int bytes(@Nullable EventTrace trace) {
        return trace == null ? 0 : BYTES;
    }
}
