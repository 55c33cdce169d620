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
 * Builds the embedded broker's Artemis configuration. {@code broker-config/single/broker.xml} has the same settings for
 * an external broker; a test compares the two.
 */
final class EmbeddedBrokerConfiguration {

    static final List<String> ACCEPTORS = List.of("stomp", "jms", "in-vm");

    // At this limit every send is refused, even the worker's results of edits. So new edits are refused at half of it
    // (sync.write-queue.max-broker-memory-percent); the other half is for the results of waiting edits, and for events.
    static final long MAX_BYTES_OF_ALL_ADDRESSES = HeapShares.ofBroker();

    // Bounds the heap for one organization's address; beyond it a send fails, instead of the ring being paged to disk.
    // In a small heap the bound is lower, so that other organizations can still send.
    private static final long MAX_BYTES_PER_ADDRESS = Math.min(64L * 1024 * 1024, MAX_BYTES_OF_ALL_ADDRESSES / 2);

    // Number of events of an organization among which a repeated publish is recognized. Artemis' default of 20,000
    // would cost 4.5 MB of heap for each busy organization, for ever, and seconds at a restart; a repeat comes within
    // seconds.
    private static final int DUPLICATE_IDS_PER_ADDRESS = 2_000;

    // Artemis collects writes for this long before it syncs them to disk, and a producer that waits for each of its
    // events waits for that. NIO's default of 3.3 ms makes it 3.5 ms per event, this value 0.6 ms. It is as safe: a
    // send still returns after the sync. Artemis uses this value with libaio (manual, "Persistence",
    // journal-buffer-timeout).
    private static final int JOURNAL_BUFFER_TIMEOUT_NANOS = 500_000;

    // A message that kills the worker each time is moved to the dead letters, so that it cannot hold up others for
    // ever. The number exceeds what a broker in trouble uses up: the worker waits longer each time, up to 30 s.
    private static final int MAX_DELIVERY_ATTEMPTS = 20;

    // The gateways keep the number of states within their own memory (sync.states.memory); this is the second wall.
    // Beyond it their writes fail, which they tell, and edits and events still find room.
    private static final long MAX_BYTES_OF_STATES = Math.min(128L * 1024 * 1024, MAX_BYTES_OF_ALL_ADDRESSES / 4);

    private static final List<String> WORK_QUEUES = List.of(
            SyncQueues.WRITE,
            SyncQueues.FAILED,
            SyncQueues.EXPIRED,
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
        // Without this, permission for one management request would be permission for all.
        configuration.setManagementMessageRbac(true);
        configuration.setGlobalMaxSize(MAX_BYTES_OF_ALL_ADDRESSES);
        configuration.registerBrokerPlugin(new AddressLimit(HeapShares.addresses()));
        // The console reads the broker by JMX; nothing else needs it.
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

    /** Part of the names of the management beans; two brokers in one process would share them otherwise. */
    static String name(int inVmServerId) {
        return inVmServerId == 0 ? "sync-embedded" : "sync-embedded-" + inVmServerId;
    }

    private static void storeIn(Path directory, ConfigurationImpl configuration) {
        configuration.setPersistenceEnabled(true);
        // libaio is not installed on every machine; NIO always works, and this journal is small.
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalBufferTimeout_NIO(JOURNAL_BUFFER_TIMEOUT_NANOS);
        // BrokerDisk watches the disk instead.
        configuration.setMinDiskFree(-1);
        configuration.setMaxDiskUsage(-1);
        configuration.setJournalDirectory(directory.resolve("journal").toString());
        configuration.setBindingsDirectory(directory.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(
                directory.resolve("large-messages").toString());
        configuration.setPagingDirectory(directory.resolve("paging").toString());
        // Fails if another process uses the directory, instead of waiting for ever.
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
        // A send to any other address fails, instead of reaching no reader.
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
        // Queues for a single answer, such as to a management request. They have settings of their own because the
        // broker would warn of a missing dead letter address for each of them.
        configuration.setTemporaryQueueNamespace("temporary");
        for (String match : List.of("temporary.#", "activemq.management.#")) {
            configuration.addAddressSetting(
                    match, new AddressSettings().setExpiryAddress(NONE).setDeadLetterAddress(NONE));
        }
        configuration.addAddressSetting("pems.#", workQueue());
        configuration.addAddressSetting("sync-control.#", workQueue());
        for (String name : List.of(SyncQueues.CONTROL, SyncQueues.PAUSES)) {
            configuration.addAddressConfiguration(addressOf(
                    queue(name).setNonDestructive(true).setLastValue(true).setLastValueKey(SyncQueues.CONTROL_KEY)));
        }
        configuration.addAddressSetting(
                SyncQueues.WRITE,
                workQueue()
                        // A failed item that an admin moves back must not expire while it waits.
                        .setNoExpiry(true)
                        .setMaxDeliveryAttempts(MAX_DELIVERY_ATTEMPTS)
                        .setDeadLetterAddress(SimpleString.of(SyncQueues.FAILED)));
        // Not dropped in silence: the worker tells clients of each.
        configuration.addAddressSetting(
                SyncQueues.FAILED, workQueue().setExpiryAddress(SimpleString.of(SyncQueues.EXPIRED)));
        WORK_QUEUES.forEach(name -> configuration.addAddressConfiguration(addressOf(queue(name))));
        configuration.addAddressConfiguration(addressOf(queue(SyncQueues.WORKER).setMaxConsumers(1)));
        configuration.addAddressSetting("sync-states.#", workQueue().setMaxSizeBytes(MAX_BYTES_OF_STATES));
        configuration.addAddressConfiguration(addressOf(queue(SyncQueues.STATES)
                .setNonDestructive(true)
                .setLastValue(true)
                .setLastValueKey(SyncQueues.STATES_KEY)));
        configuration.addAddressConfiguration(
                addressOf(queue(SyncQueues.STATES_KEEPER).setMaxConsumers(1)));
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
                // Kept in memory as a whole, since paging ignores priorities. New edits are refused in time
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
                // A producer that addresses it as a queue must not turn it into one: topic producers would be refused.
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(true)
                // Both bounds, so that every event is kept equally long whatever time to live its producer set: no
                // holes in the history, and no message that expires in front of a reader, after which Artemis would
                // deliver the previous message to that reader again.
                .setMinExpiryDelay(retention)
                .setMaxExpiryDelay(retention)
                // Expired events are dropped, not moved. An empty name means "none" (manual, "Dropping Expired
                // Messages"); null would mean "as # says", with a warning at each start.
                .setExpiryAddress(NONE)
                .setDeadLetterAddress(NONE)
                // Reading an event any number of times does not remove it. By default ten readers that were cut off
                // during delivery would.
                .setMaxDeliveryAttempts(-1)
                .setEnableIngressTimestamp(true)
                .setIDCacheSize(DUPLICATE_IDS_PER_ADDRESS)
                .setMaxSizeBytes(MAX_BYTES_PER_ADDRESS)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL);
    }
}
