package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the queue in which the broker keeps the last entry of each key (decision 0049). All gateways read it;
 * the one that holds the lock writes it.
 */
public interface StateQueue {

    /**
     * Connects to the broker.
     *
     * @throws IOException if the broker is not there or does not allow it
     */
    Link connect() throws IOException;

    /**
     * One entry.
     *
     * @param key of the entries with the same key the broker keeps the last
     * @param properties short values: text or {@code Long}
     * @param body not to be changed afterwards
     * @param expiresAt when the broker drops it, milliseconds since 1970; 0 if never, and in each entry that was read
     */
    record Entry(String key, Map<String, Object> properties, byte[] body, long expiresAt) {

        /** Replaces the entry of that key by one that soon expires; removing it would need a further permission. */
        public static Entry removal(String key, long now) {
            return new Entry(key, Map.of(), new byte[0], now + REMOVED_WITHIN_MS);
        }

        /** Whether it only stands for a removed entry. */
        public boolean isRemoval() {
            return body.length == 0 && properties.isEmpty();
        }

        public String text(String property) {
            return properties.get(property) instanceof String text ? text : "";
        }

        public long number(String property) {
            return properties.get(property) instanceof Long number ? number : 0;
        }
    }

    /** How long a removal stays in the queue. */
    long REMOVED_WITHIN_MS = 1_000;

    /** Takes the entries that are read, one after another. */
    interface Reader {

        /** @throws IOException ends the reading */
        void take(Entry entry) throws IOException;
    }

    /** One connection to the broker, for one thread at a time. Lost with everything that it holds when it breaks. */
    interface Link extends AutoCloseable {

        /**
         * Reads all entries as they are now, removals left out. Entries that are written meanwhile may or may not be
         * among them.
         *
         * @throws IOException if the broker cannot be read; some entries may have been handed over
         */
        void readAll(Reader reader) throws IOException;

        /** Reads the entry of one key. */
        void read(String key, Reader reader) throws IOException;

        /**
         * Takes the lock, or says whether this connection holds it already; {@code false} while another has it. It is
         * lost with the connection alone.
         */
        boolean lock() throws IOException;

        /**
         * Writes entries in this order, in one transaction over the connection that holds the lock. So whoever has lost
         * the lock cannot write: its connection is gone, and the broker undoes what it has not committed.
         *
         * @throws IOException if nothing was written, or it is not known whether it was
         */
        void write(List<Entry> entries) throws IOException;

        @Override
        void close();
    }
}
