package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the broker's history without consuming it, beside the link: which message the ring would drop next, and
 * whose data it is. From the former a gateway learns whether the ring has dropped a message that the link had not read
 * yet.
 */
public interface HistoryQueue {

    /**
     * Connects to the broker.
     *
     * @throws IOException if the broker is not there or does not allow it
     */
    Look connect() throws IOException;

    /** One connection to the broker, for one thread at a time. */
    interface Look extends AutoCloseable {

        /**
         * Returns the broker's number of the oldest message in the history among those of the default priority: the
         * next one that the ring drops, or that expires. Empty if there is none.
         */
        OptionalLong oldest() throws IOException;

        /**
         * Returns the name of the broker's data. It stays the same across restarts and within a high-availability
         * pair, and changes with a new data directory. {@code null} if the broker has not told it yet.
         */
        @Nullable String dataId();

        @Override
        void close();
    }
}
