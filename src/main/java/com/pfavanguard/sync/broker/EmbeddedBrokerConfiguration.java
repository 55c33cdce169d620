package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.event.SyncQueues;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

/**
 * The embedded broker's Artemis configuration. {@code broker-config/broker.xml} says the same for an external broker;
 * a test holds the two together.
 */
final class EmbeddedBrokerConfiguration {

    static final List<String> ACCEPTORS = List.of("stomp", "jms", "in-vm");

    // At that limit nobody can send anything any more, not even a worker what becomes of an item. So new edits are
    // refused at half of it (sync.write-queue.max-broker-memory-percent), and the other half is for what follows from
    // those that wait, and for events.
    private static final long MAX_BYTES_OF_ALL_ADDRESSES = HeapShares.ofBroker();

    // Bounds the heap one organization's address can take; beyond it the producer is told, rather than the ring paged
    // to disk. In a small heap less, so that others can send when one organization cannot.
    private static final long MAX_BYTES_PER_ADDRESS = Math.min(64L * 1024 * 1024, MAX_BYTES_OF_ALL_ADDRESSES / 2);

    // How many events of one organization a repeated publish is recognised among. Artemis' 20,000 would cost 4.5 MB of
    // heap for each busy organization, for ever, and seconds at a restart; a repeat comes within seconds.
    private static final int DUPLICATE_IDS_PER_ADDRESS = 2_000;

    // Artemis gathers writes before it syncs them to disk; a producer that waits for each of its events waits for that.
    // NIO's default of 3.3 ms makes it 3.5 ms per event, this one 0.6 ms, and no less safe: a send still returns after
    // the sync. It is what Artemis takes with libaio (manual, "Persistence", journal-buffer-timeout).
    private static final int JOURNAL_BUFFER_TIMEOUT_NANOS = 500_000;

    // What kills the worker each time is set aside, so that it cannot hold up others for ever. More than a broker in
    // trouble uses up: the worker waits longer each time, 30 s in the end.
    private static final int MAX_DELIVERY_ATTEMPTS = 20;

    private static final List<String> WORK_QUEUES = List.of(
            SyncQueues.WRITE,
            SyncQueues.FAILED,
            SyncQueues.REQUESTS,
            SyncQueues.CONFLICTS,
            SyncQueues.RESOLVED_CONFLICTS);

    private static final SimpleString NONE = SimpleString.of("");

    private EmbeddedBrokerConfiguration() {}

    static Configuration of(BrokerProperties properties, int inVmServerId) {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName(name(inVmServerId));
        configuration.setSecurityEnabled(properties.embedded().requireLogin());
        configuration.setSecurityRoles(BrokerRoles.ofAddresses());
        // Being allowed to ask for one thing would otherwise be being allowed to do anything.
        configuration.setManagementMessageRbac(true);
        configuration.setGlobalMaxSize(MAX_BYTES_OF_ALL_ADDRESSES);
        configuration.registerBrokerPlugin(new AddressLimit(HeapShares.addresses()));
        // The console looks through JMX; without it nobody does.
        configuration.setJMXManagementEnabled(properties.console().enabled());
        configuration.registerBrokerPlugin(new EventOrder());
        configuration.registerBrokerPlugin(new MarkerReserve());
        storeIn(properties.embedded().dataDirectory(), configuration);
        try {
            accept(properties.embedded(), inVmServerId, configuration);
        } catch (Exception e) {
            throw new IllegalStateException("An acceptor's URL is malformed", e);
        }
        addresses(properties.history(), configuration);
        return configuration;
    }

    /** Part of the names of the management beans, which two brokers in one process would otherwise take from another. */
    static String name(int inVmServerId) {
        return inVmServerId == 0 ? "sync-embedded" : "sync-embedded-" + inVmServerId;
    }

    private static void storeIn(Path directory, ConfigurationImpl configuration) {
        configuration.setPersistenceEnabled(true);
        // libaio is not on every machine; NIO is, and this journal is small.
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalBufferTimeout_NIO(JOURNAL_BUFFER_TIMEOUT_NANOS);
        // Looked at by BrokerDisk instead.
        configuration.setMinDiskFree(-1);
        configuration.setMaxDiskUsage(-1);
        configuration.setJournalDirectory(directory.resolve("journal").toString());
        configuration.setBindingsDirectory(directory.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(
                directory.resolve("large-messages").toString());
        configuration.setPagingDirectory(directory.resolve("paging").toString());
        // Another process on the same directory: say so instead of waiting for ever.
        configuration.setJournalLockAcquisitionTimeout(5_000);
    }

    private static void accept(Embedded embedded, int inVmServerId, ConfigurationImpl configuration) throws Exception {
        // No anycastPrefix: by /queue/ a STOMP producer could turn an organization's topic into a queue.
        configuration.addAcceptorConfiguration(
                "stomp", "tcp://127.0.0.1:" + embedded.stompPort() + "?protocols=STOMP;multicastPrefix=/topic/");
        configuration.addAcceptorConfiguration("jms", "tcp://127.0.0.1:" + embedded.jmsPort() + "?protocols=CORE");
        configuration.addAcceptorConfiguration("in-vm", "vm://" + inVmServerId);
    }

    private static void addresses(History history, ConfigurationImpl configuration) {
        configuration.addAddressSetting("sync.#", syncEvents(history));
        // Whoever sends anywhere else is told, instead of heard by nobody.
        configuration.addAddressSetting(
                "#", new AddressSettings().setAutoCreateQueues(false).setAutoCreateAddresses(false));
        configuration.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(StompBroker.HISTORY_ADDRESS)
                .addRoutingType(RoutingType.MULTICAST)
                .addQueueConfig(QueueConfiguration.of(StompBroker.HISTORY_QUEUE)
                        .setAddress(StompBroker.HISTORY_ADDRESS)
                        .setRoutingType(RoutingType.MULTICAST)
                        .setDurable(true)
                        .setNonDestructive(true)
                        .setRingSize((long) history.size())
                        // No message groups: Artemis gives all messages of a group to one reader, and here each
                        // reader must get everything.
                        .setGroupBuckets(0)
                        .setAutoDelete(false)));
        // Queues for one answer, such as to a question about a queue. They have settings of their own, or the broker
        // warns at each of them that it has no dead letter address.
        configuration.setTemporaryQueueNamespace("temporary");
        configuration.addAddressSetting(
                "temporary.#", new AddressSettings().setExpiryAddress(NONE).setDeadLetterAddress(NONE));
        configuration.addAddressSetting("pems.#", workQueue());
        configuration.addAddressSetting("sync-control.#", workQueue());
        configuration.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(SyncQueues.CONTROL)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(SyncQueues.CONTROL)
                        .setAddress(SyncQueues.CONTROL)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setNonDestructive(true)
                        .setLastValue(true)
                        .setLastValueKey(SyncQueues.CONTROL_KEY)
                        .setAutoDelete(false)));
        configuration.addAddressSetting(
                SyncQueues.WRITE,
                workQueue()
                        // A failed item that is moved back by hand must not come to its end while it waits.
                        .setNoExpiry(true)
                        .setMaxDeliveryAttempts(MAX_DELIVERY_ATTEMPTS)
                        .setDeadLetterAddress(SimpleString.of(SyncQueues.FAILED)));
        WORK_QUEUES.forEach(name -> configuration.addAddressConfiguration(addressOf(queue(name))));
        configuration.addAddressConfiguration(addressOf(queue(SyncQueues.WORKER).setMaxConsumers(1)));
        configuration.addAddressConfiguration(
                addressOf(queue(SyncQueues.FIGURES).setLastValue(true).setLastValueKey(SyncQueues.FIGURES_KEY)));
    }

    private static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false);
    }

    private static CoreAddressConfiguration addressOf(QueueConfiguration queue) {
        return new CoreAddressConfiguration()
                .setName(queue.getName().toString())
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(queue);
    }

    private static AddressSettings workQueue() {
        return new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setExpiryAddress(NONE)
                .setDeadLetterAddress(NONE)
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setIDCacheSize(DUPLICATE_IDS_PER_ADDRESS)
                // In memory as a whole: paging would know no priorities. New edits are refused in time
                // (sync.write-queue.max-waiting and .max-broker-memory-percent).
                .setMaxSizeBytes(-1)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL);
    }

    private static AddressSettings syncEvents(History history) {
        long retention = history.retention().toMillis();
        return new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.MULTICAST)
                .setDefaultQueueRoutingType(RoutingType.MULTICAST)
                // A producer that takes the address for a queue's must not make it one: topic producers would be
                // refused.
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(true)
                // Both bounds, so that every event is kept as long as any other, whatever time to live its producer
                // gave: no holes in the history, and no message that expires in front of a reader, which makes Artemis
                // hand that reader the one before it again.
                .setMinExpiryDelay(retention)
                .setMaxExpiryDelay(retention)
                // Too old is dropped, not moved elsewhere. Empty is "none" (manual, "Dropping Expired Messages"), while
                // null would be "whatever # says", with a warning at each start.
                .setExpiryAddress(NONE)
                .setDeadLetterAddress(NONE)
                // Reading never wears an event out. By default ten readers cut off in the middle would remove it.
                .setMaxDeliveryAttempts(-1)
                .setEnableIngressTimestamp(true)
                .setIDCacheSize(DUPLICATE_IDS_PER_ADDRESS)
                .setMaxSizeBytes(MAX_BYTES_PER_ADDRESS)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL);
    }
}
