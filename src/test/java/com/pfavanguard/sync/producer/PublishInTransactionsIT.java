package com.pfavanguard.sync.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.producer.test.SyncEvents;
import com.pfavanguard.sync.producer.test.SyncEventsExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsResourceHolder;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An event is heard if its transaction is committed, whichever kind it is, and not otherwise. */
@ExtendWith(SyncEventsExtension.class)
class PublishInTransactionsIT {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> failures = new ArrayList<>();
    private final TransactionTemplate database = new TransactionTemplate(new Database());

    private CachingConnectionFactory connections;
    private JmsSyncEventPublisher publisher;

    @BeforeEach
    void connect(ConnectionFactory broker) {
        connections = new CachingConnectionFactory(broker);
        publisher = publisher(connections);
    }

    @AfterEach
    void disconnect() {
        connections.destroy();
    }

    private JmsSyncEventPublisher publisher(ConnectionFactory connectionFactory) {
        return new JmsSyncEventPublisher(
                connectionFactory,
                Duration.ZERO,
                new MeteredPublishCounts(meters),
                ObservationRegistry.NOOP,
                (event, failure) -> failures.add(event.pfaId().value()));
    }

    private static SyncEvent event(String pfaId) {
        return new SyncProcessing(EventId.random(), new OrganizationId("org-tx"), new PfaId(pfaId), Instant.EPOCH);
    }

    private double count(String outcome) {
        return meters.counter("sync.producer.events", "type", "SYNC_PROCESSING", "outcome", outcome)
                .count();
    }

    @Test
    void afterTheCommitOfADatabase(SyncEvents events) {
        SyncEvent first = event("PFA-1");
        SyncEvent second = event("PFA-2");

        database.executeWithoutResult(status -> {
            publisher.publish(first);
            publisher.publish(second);
            assertThat(events).publishedNothing();
        });

        assertThat(events.soFar()).containsExactly(first, second);
        assertThat(count("published")).isEqualTo(2);
    }

    @Test
    void notAfterARollbackOfADatabase(SyncEvents events) {
        assertThatIllegalStateException()
                .isThrownBy(() -> database.executeWithoutResult(status -> {
                    publisher.publish(event("PFA-1"));
                    throw new IllegalStateException("undone");
                }));

        assertThat(events).publishedNothing();
        assertThat(count("rolled-back")).isEqualTo(1);
        assertThat(count("published")).isZero();
    }

    @Test
    void anInnerTransactionDecidesForItself(SyncEvents events) {
        TransactionTemplate inner = new TransactionTemplate(database.getTransactionManager());
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        SyncEvent kept = event("PFA-INNER");

        database.executeWithoutResult(status -> {
            publisher.publish(event("PFA-OUTER"));
            inner.executeWithoutResult(innerStatus -> publisher.publish(kept));
            status.setRollbackOnly();
        });

        assertThat(events.soFar()).containsExactly(kept);
    }

    /** As a {@code @TransactionalEventListener} does. */
    @Test
    void fromAnActionAfterTheCommit(SyncEvents events) {
        SyncEvent event = event("PFA-1");

        database.executeWithoutResult(status -> afterCommit(() -> publisher.publish(event)));

        assertThat(events.soFar()).containsExactly(event);
    }

    @Test
    void aFailureAfterTheCommitGoesToTheHandlerForEachEvent() {
        JmsSyncEventPublisher unreachable = publisher(new CachingConnectionFactory(connections) {
            @Override
            public Connection createConnection() throws JMSException {
                throw new JMSException("away");
            }
        });

        database.executeWithoutResult(status -> {
            unreachable.publish(event("PFA-1"));
            unreachable.publish(event("PFA-2"));
        });

        assertThat(failures).containsExactly("PFA-1", "PFA-2");
        assertThat(count("failed")).isEqualTo(2);
    }

    @Test
    void withTheCommitOfJms(SyncEvents events) {
        TransactionTemplate jms = new TransactionTemplate(new JmsTransactionManager(connections));
        SyncEvent event = event("PFA-1");

        jms.executeWithoutResult(status -> {
            publisher.publish(event);
            assertThat(events).publishedNothing();
        });
        jms.executeWithoutResult(status -> {
            publisher.publish(event("PFA-2"));
            status.setRollbackOnly();
        });

        assertThat(events.soFar()).containsExactly(event);
        assertThat(count("in-transaction")).isEqualTo(2);
    }

    /** The committed session is still bound to the thread then, and nothing would commit it again. */
    @Test
    void fromAnActionAfterTheCommitOfJms(SyncEvents events) {
        JmsTransactionManager manager = new JmsTransactionManager(connections);
        manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_ALWAYS);
        SyncEvent during = event("PFA-1");
        SyncEvent after = event("PFA-2");

        new TransactionTemplate(manager).executeWithoutResult(status -> {
            publisher.publish(during);
            afterCommit(() -> publisher.publish(after));
        });

        assertThat(events.soFar()).containsExactly(during, after);
    }

    /** Spring commits the session of such a template right after the database. */
    @Test
    void togetherWithATransactedJmsTemplateInADatabaseTransaction(SyncEvents events) {
        JmsTemplate template = new JmsTemplate(connections);
        template.setPubSubDomain(true);
        template.setSessionTransacted(true);
        SyncEvent before = event("PFA-BEFORE");
        SyncEvent with = event("PFA-WITH");
        SyncEvent after = event("PFA-AFTER");

        database.executeWithoutResult(status -> {
            publisher.publish(before);
            template.execute(session -> session.getTransacted());
            publisher.publish(with);
            afterCommit(() -> publisher.publish(after));
            assertThat(events).publishedNothing();
        });
        database.executeWithoutResult(status -> {
            template.execute(session -> session.getTransacted());
            publisher.publish(event("PFA-NEVER"));
            status.setRollbackOnly();
        });

        assertThat(events.soFar()).containsExactlyInAnyOrder(before, with, after);
    }

    /** A template without transactions binds its session as well. */
    @Test
    void besideAPlainJmsTemplateInADatabaseTransaction(SyncEvents events) {
        JmsTemplate template = new JmsTemplate(connections);

        database.executeWithoutResult(status -> {
            template.execute(session -> session.getTransacted());
            publisher.publish(event("PFA-NEVER"));
            status.setRollbackOnly();
        });

        assertThat(events).publishedNothing();
    }

    /** A listener with a transacted session that writes to a database: first that commits, then the listener's session. */
    @Test
    void withTheAcknowledgementOfAJmsListener(SyncEvents events) throws Exception {
        SyncEvent committed = event("PFA-1");
        try (Session session = connections.createConnection().createSession(true, Session.SESSION_TRANSACTED)) {
            // As a listener container does before it calls the listener.
            TransactionSynchronizationManager.bindResource(connections, new JmsResourceHolder(session));
            try {
                database.executeWithoutResult(status -> publisher.publish(committed));
                assertThat(events).publishedNothing();
                database.executeWithoutResult(status -> {
                    publisher.publish(event("PFA-NEVER"));
                    status.setRollbackOnly();
                });
            } finally {
                TransactionSynchronizationManager.unbindResource(connections);
            }
            session.commit();
        }

        assertThat(events.soFar()).containsExactly(committed);
    }

    private static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    /** A database as Spring sees one. */
    private static final class Database extends AbstractPlatformTransactionManager
            implements PlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        protected Object doSuspend(Object transaction) {
            return transaction;
        }

        @Override
        protected void doResume(Object transaction, Object suspended) {}

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
