package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StateQueue;
import com.pfavanguard.sync.broker.StateQueues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The broker's queue of states in memory: keeps the last entry of each key, and gives the lock to one connection. */
final class FakeStateQueue implements StateQueues, StateQueue {

    final Map<String, Entry> entries = new LinkedHashMap<>();

    /** What was asked of it, such as {@code read /} or {@code write 3}. */
    final List<String> calls = new ArrayList<>();

    final List<List<Entry>> transactions = new ArrayList<>();

    /** Whether the broker does not answer. */
    boolean down;

    private @Nullable Connection holder;

    @Override
    public StateQueue at(Endpoint link) {
        return this;
    }

    @Override
    public Link connect() throws IOException {
        answer("connect");
        return new Connection();
    }

    boolean isLocked() {
        return holder != null;
    }

    /** Breaks the connection of the holder, and undoes what it has not committed. */
    void breakLock() {
        holder = null;
    }

    private void answer(String call) throws IOException {
        calls.add(call);
        if (down) {
            throw new IOException("The broker is not there");
        }
    }

    private final class Connection implements Link {

        private boolean hadLock;

        @Override
        public void readAll(Reader reader) throws IOException {
            answer("readAll");
            for (Entry entry : List.copyOf(entries.values())) {
                if (!entry.isRemoval()) {
                    reader.take(entry);
                }
            }
        }

        @Override
        public void read(String key, Reader reader) throws IOException {
            answer("read " + key);
            Entry found = entries.get(key);
            if (found != null) {
                reader.take(found);
            }
        }

        @Override
        public boolean lock() throws IOException {
            answer("lock");
            if (hadLock && holder != this) {
                throw new IOException("The lock has been lost");
            }
            if (holder == null) {
                holder = this;
                hadLock = true;
            }
            return holder == this;
        }

        @Override
        public void write(List<Entry> written) throws IOException {
            answer("write " + written.size());
            if (holder != this) {
                throw new IOException("The lock has been lost");
            }
            transactions.add(List.copyOf(written));
            written.forEach(entry -> entries.put(entry.key(), entry));
        }

        @Override
        public void close() {
            calls.add("close");
            if (holder == this) {
                holder = null;
            }
        }
    }
}
