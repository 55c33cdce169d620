package com.pfavanguard.sync.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.broker.TestBroker;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.ExampleEvents;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishing to a real broker, listened to at the wire by a STOMP reader of the history, as the gateway does. */
class JmsSyncEventPublisherIT {

    private static final OrganizationId ORG_RIO = new OrganizationId("org-rio");

    @TempDir
    Path dataDirectory;

    private TestBroker broker;
    private SyncEventPublisher publisher;
    private TransactionTemplate transaction;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.startedIn(dataDirectory);
        publisher = new JmsSyncEventPublisher(broker.connectionFactory());
        transaction = new TransactionTemplate(new JmsTransactionManager(broker.connectionFactory()));
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void sendsTheContractsJsonPersistentlyToTheOrganizationsAddress() throws Exception {
        SyncEvent event = ExampleEvents.SYNC_EVENTS.get("sync-conflict");

        publisher.publish(event);

        try (StompSocket reader = broker.readHistory()) {
            Frame heard = reader.read();
            assertThat(heard.body()).isEqualTo(ExampleEvents.file("sync-conflict"));
            assertThat(heard.header("destination")).isEqualTo("sync.org-andes");
            assertThat(heard.header("persistent")).isEqualTo("true");
            assertThat(heard.header("eventId")).isEqualTo(event.eventId().value());
        }
    }

    @Test
    void anEventPublishedTwiceIsHeardOnce() throws Exception {
        SyncEvent event = event(ORG_RIO);
        SyncEvent next = event(ORG_RIO);

        publisher.publish(event);
        publisher.publish(event);
        publisher.publish(next);

        assertHistoryHolds(event, next);
    }

    @Test
    void anEventPublishedAgainAfterTheBrokerCameBackIsHeardOnce() throws Exception {
        SyncEvent event = event(ORG_RIO);
        SyncEvent next = event(ORG_RIO);

        publisher.publish(event);
        broker.stop();
        broker.start();
        publisher.publish(event);
        publisher.publish(next);

        assertHistoryHolds(event, next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "sync", "-", "ORG_7"})
    void anOrganizationMayBeCalledWhatItLikes(String organizationId) throws Exception {
        SyncEvent event = event(new OrganizationId(organizationId));

        publisher.publish(event);
        publisher.publish(event);

        try (StompSocket reader = broker.readHistory()) {
            assertThat(reader.read().header("destination")).isEqualTo("sync." + organizationId);
        }
    }

    @Test
    void throwsWhileTheBrokerIsAwayAndWorksAgainWhenItIsBack() throws Exception {
        SyncEvent before = event(ORG_RIO);
        SyncEvent meanwhile = event(ORG_RIO);
        SyncEvent after = event(ORG_RIO);

        publisher.publish(before);
        broker.stop();
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(SyncEventPublishException.class)
                    .isThrownBy(() -> publisher.publish(meanwhile))
                    .withMessageContaining("SYNC_PROCESSING for PFA PFA-1 of organization org-rio");
        }
        broker.start();
        publisher.publish(after);

        assertHistoryHolds(before, after);
    }

    @Test
    void isHeardWithTheTransactionItIsPublishedInAndNotBefore() throws Exception {
        SyncEvent event = event(ORG_RIO);

        EventId other = EventId.random();
        try (StompSocket meanwhile = StompSocket.connectedTo(broker.stompPort());
                StompSocket reader = broker.readHistory()) {
            transaction.executeWithoutResult(status -> {
                publisher.publish(event);
                sendWithReceipt(meanwhile, other);
                assertThat(nextEventId(reader)).isEqualTo(other.value());
            });

            assertThat(nextEventId(reader)).isEqualTo(event.eventId().value());
        }
    }

    private static String nextEventId(StompSocket reader) {
        try {
            return reader.read().header("eventId");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isNotHeardWhenItsTransactionIsRolledBack() throws Exception {
        SyncEvent event = event(ORG_RIO);
        SyncEvent next = event(ORG_RIO);

        transaction.executeWithoutResult(status -> {
            publisher.publish(event);
            status.setRollbackOnly();
        });
        publisher.publish(next);

        assertHistoryHolds(next);
    }

    @Test
    void anEventPublishedAgainDoesNotUndoTheRestOfItsTransaction() throws Exception {
        SyncEvent event = event(ORG_RIO);
        SyncEvent other = event(ORG_RIO);
        publisher.publish(event);

        transaction.executeWithoutResult(status -> {
            publisher.publish(other);
            publisher.publish(event);
        });

        // The copy is let through here and dropped by the readers, who know it by its event id.
        assertHistoryHolds(event, other, event);
    }

    private void assertHistoryHolds(SyncEvent... events) throws IOException {
        SyncEvent last = event(ORG_RIO);
        publisher.publish(last);
        List<String> expected = new ArrayList<>();
        for (SyncEvent event : events) {
            expected.add(event.eventId().value());
        }
        List<String> heard = new ArrayList<>();
        try (StompSocket reader = broker.readHistory()) {
            for (String id = reader.read().header("eventId");
                    !id.equals(last.eventId().value());
                    id = reader.read().header("eventId")) {
                heard.add(id);
            }
        }
        assertThat(heard).isEqualTo(expected);
    }

    private static void sendWithReceipt(StompSocket stomp, EventId eventId) {
        try {
            stomp.sendWithReceipt("/topic/sync.org-rio", "eventId:" + eventId + "\n", "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SyncEvent event(OrganizationId organizationId) {
        return new SyncProcessing(EventId.random(), organizationId, new PfaId("PFA-1"), Instant.EPOCH);
    }
}
