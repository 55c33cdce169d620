package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker about its history, over a connection of its own beside the link: which message the ring drops next,
 * and which data the broker has. The next message shows whether the ring has dropped messages that the link had not
 * read yet. Consumes nothing.
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
