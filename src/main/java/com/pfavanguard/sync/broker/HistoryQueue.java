package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the broker's history from beside the link that reads it, and takes nothing out: what the ring would drop next,
 * and whose data it is. From the first a gateway learns whether the ring has dropped anything that it had not read yet.
 */
public interface HistoryQueue {

    /**
     * Connects.
     *
     * @throws IOException if the broker is not there or does not allow it
     */
    Look connect() throws IOException;

    /** One connection to the broker, for one thread at a time. */
    interface Look extends AutoCloseable {

        /**
         * The broker's number of the oldest message in the history, of those that have the usual priority: the next one
         * that the ring drops, or that expires. Empty if there is none.
         */
        OptionalLong oldest() throws IOException;

        /**
         * Names the broker's data: stays the same across restarts and between the brokers of a high-availability pair,
         * and changes with a new data directory. {@code null} if the broker has not said yet.
         */
        @Nullable String dataId();

        @Override
        void close();
    }
}
