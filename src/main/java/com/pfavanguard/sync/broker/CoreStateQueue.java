package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.event.SyncQueues;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQObjectClosedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the states with Artemis' core protocol. One session holds the lock and writes: JMS' shared connection
 * would be opened again behind its users, and a process that has lost the lock could write over the new connection.
 */
final class CoreStateQueue implements StateQueue {

    private static final SimpleString QUEUE = SimpleString.of(SyncQueues.STATES);
    private static final SimpleString LOCK = SimpleString.of(SyncQueues.STATES_KEEPER);

    // Tens of thousands of small messages are read at once; with no window each would be asked for.
    private static final int WINDOW_BYTES = 1024 * 1024;

    private static final int UNLIMITED = -1;
    private static final int NOTHING_DELIVERED = 0;

    // The broker gives the lock to another process when it has heard nothing for this long; a pause of the collector is
    // shorter.
    private static final long SILENT_FOR_MS = 15_000;

    private final CoreConnection.Factory connections;
    private final Consumer<Boolean> lockAnswer;

    /** @param lockAnswer is told by each attempt to take the lock whether the broker lets this process */
    CoreStateQueue(CoreConnection.Factory connections, Consumer<Boolean> lockAnswer) {
        this.connections = connections;
        this.lockAnswer = lockAnswer;
    }

    @Override
    public Link connect() throws IOException {
        ActiveMQConnectionFactory factory = connections.create();
        ServerLocator locator = factory.getServerLocator();
        locator.setConnectionTTL(SILENT_FOR_MS);
        locator.setClientFailureCheckPeriod(SILENT_FOR_MS / 3);
        // Or a send to a full address would wait for space.
        locator.setProducerWindowSize(UNLIMITED);
        // The commit waits for all of them and fails if one was refused.
        locator.setBlockOnDurableSend(false);
        try {
            return new CoreLink(CoreConnection.open(factory, true), lockAnswer);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    private static IOException failed(Exception e) {
        return new IOException("The states in " + SyncQueues.STATES + " cannot be used: " + e.getMessage(), e);
    }

    private static final class CoreLink implements Link {

        private final CoreConnection connection;
        private final ClientSession session;
        private final Consumer<Boolean> lockAnswer;
        private @Nullable ClientConsumer lock;
        private @Nullable ClientProducer producer;

        private CoreLink(CoreConnection connection, Consumer<Boolean> lockAnswer) {
            this.connection = connection;
            this.session = connection.session();
            this.lockAnswer = lockAnswer;
        }

        @Override
        public void readAll(Reader reader) throws IOException {
            browse(null, reader);
        }

        @Override
        public void read(String key, Reader reader) throws IOException {
            browse(SimpleString.of(SyncQueues.STATES_KEY + " = '" + key + "'"), reader);
        }

        private void browse(@Nullable SimpleString filter, Reader reader) throws IOException {
            try (ClientConsumer browser = session.createConsumer(QUEUE, filter, WINDOW_BYTES, UNLIMITED, true)) {
                for (ClientMessage message = browser.receiveImmediate();
                        message != null;
                        message = browser.receiveImmediate()) {
                    Entry entry = entry(message);
                    if (!entry.isRemoval()) {
                        reader.take(entry);
                    }
                }
                if (connection.hasEnded(browser, QUEUE)) {
                    throw new ActiveMQObjectClosedException("the connection ended while they were read");
                }
            } catch (ActiveMQException e) {
                throw failed(e);
            }
        }

        private static Entry entry(ClientMessage message) {
            byte[] body = new byte[message.getBodyBuffer().readableBytes()];
            message.getBodyBuffer().readBytes(body);
            Map<String, Object> properties = new HashMap<>();
            for (SimpleString name : message.getPropertyNames()) {
                Object value = message.getObjectProperty(name);
                if (!name.toString().startsWith("_") && !name.toString().equals(SyncQueues.STATES_KEY)) {
                    properties.put(name.toString(), value instanceof SimpleString text ? text.toString() : value);
                }
            }
            String key = message.getStringProperty(SyncQueues.STATES_KEY);
            return new Entry(key == null ? "" : key, properties, body, message.getExpiration());
        }

        @Override
        public boolean lock() throws IOException {
            ClientConsumer held = lock;
            if (held != null) {
                if (held.isClosed() || session.isClosed()) {
                    throw new IOException("The lock " + SyncQueues.STATES_KEEPER + " has been lost");
                }
                return true;
            }
            try {
                lock = session.createConsumer(LOCK, null, NOTHING_DELIVERED, UNLIMITED, false);
                lockAnswer.accept(true);
                return true;
            } catch (ActiveMQException e) {
                if (e.getType() == ActiveMQExceptionType.MAX_CONSUMER_LIMIT_EXCEEDED) {
                    // The broker looks at the right first.
                    lockAnswer.accept(true);
                    return false;
                }
                if (e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION) {
                    lockAnswer.accept(false);
                }
                throw failed(e);
            }
        }

        @Override
        public void write(List<Entry> entries) throws IOException {
            if (!lock()) {
                throw new IOException("Another process holds the lock " + SyncQueues.STATES_KEEPER);
            }
            try {
                for (Entry entry : entries) {
                    producer().send(message(entry));
                }
                session.commit();
            } catch (ActiveMQException e) {
                throw failed(e);
            }
        }

        private ClientProducer producer() throws ActiveMQException {
            if (producer == null) {
                producer = session.createProducer(QUEUE);
            }
            return producer;
        }

        private ClientMessage message(Entry entry) {
            ClientMessage message = session.createMessage(!entry.isRemoval());
            message.putStringProperty(SyncQueues.STATES_KEY, entry.key());
            entry.properties().forEach(message::putObjectProperty);
            message.setExpiration(entry.expiresAt());
            message.getBodyBuffer().writeBytes(entry.body());
            return message;
        }

        // Ends the connection too, and with it the lock.
        @Override
        public void close() {
            connection.close();
        }
    }
}
