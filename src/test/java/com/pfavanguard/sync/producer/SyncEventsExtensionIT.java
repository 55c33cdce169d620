package com.pfavanguard.sync.producer;

import static com.pfavanguard.sync.event.SyncEventType.SYNC_PROCESSING;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_QUEUED;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.producer.test.SyncEvents;
import com.pfavanguard.sync.producer.test.SyncEventsExtension;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import java.time.Instant;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

@ExtendWith(SyncEventsExtension.class)
class SyncEventsExtensionIT {

    private static final OrganizationId ORG_RIO = new OrganizationId("org-rio");
    private static final PfaId RECORD = new PfaId("PFA-1");
    private static final Duration SOON = Duration.ofMillis(1);

    private static SyncEvent queued() {
        return new SyncQueued(EventId.random(), ORG_RIO, RECORD, Instant.EPOCH);
    }

    private static SyncEvent processing() {
        return new SyncProcessing(EventId.random(), ORG_RIO, RECORD, Instant.EPOCH);
    }

    private static SyncEvent success(OrganizationId organization, int version) {
        return new SyncSuccess(EventId.random(), organization, RECORD, Instant.EPOCH, version);
    }

    @Test
    void hearsEachEventOnceInItsOrder(SyncEventPublisher publisher, SyncEvents events) {
        SyncEvent first = queued();

        publisher.publish(first);
        publisher.publish(first);
        publisher.publish(success(ORG_RIO, 8));

        assertThat(events).publishedOnly(SYNC_QUEUED, SYNC_SUCCESS).published(first);
    }

    @Test
    void beginsEachTestWithoutEvents(SyncEvents events) {
        assertThat(events).publishedNothing();
    }

    @Test
    void waitsForAnEventOfAnotherThread(SyncEventPublisher publisher, SyncEvents events) throws Exception {
        Thread other = new Thread(() -> publisher.publish(queued()));
        other.start();

        assertThat(events).published(SYNC_QUEUED);

        other.join();
    }

    @Test
    void looksAtOneOrganizationOrRecord(SyncEventPublisher publisher, SyncEvents events) {
        publisher.publish(success(ORG_RIO, 8));
        publisher.publish(success(new OrganizationId("org-andes"), 9));

        assertThat(events.ofOrganization("org-andes"))
                .published(
                        SyncSuccess.class,
                        event -> assertThat(event.newVersion()).isEqualTo(9));
        assertThat(events.ofOrganization("org-andes").soFar()).hasSize(1);
        assertThat(events.ofRecord("PFA-1").soFar()).hasSize(2);
        assertThat(events.ofRecord("PFA-2")).publishedNothing();
    }

    @Test
    void saysWhatWasPublishedInstead(SyncEventPublisher publisher, SyncEvents events) {
        SyncEvent event = processing();
        publisher.publish(event);

        fails(() -> assertThat(events).within(SOON).published(SYNC_PROCESSING, SYNC_SUCCESS))
                .withMessageContaining("expected [SYNC_PROCESSING, SYNC_SUCCESS] in this order")
                .withMessageContaining(event.toString());
        fails(() -> assertThat(events).within(SOON).publishedOnly(SYNC_SUCCESS))
                .withMessageContaining(event.toString());
        fails(() -> assertThat(events).within(SOON).publishedOnly()).withMessageContaining(event.toString());
        fails(() -> assertThat(events).publishedNothing()).withMessageContaining(event.toString());
        fails(() -> assertThat(events).within(SOON).published(queued())).withMessageContaining(event.toString());
        fails(() -> assertThat(events).within(SOON).published(SyncSuccess.class, success -> {}))
                .withMessageContaining("no SyncSuccess fulfils the requirements");
        fails(() -> assertThat(events)
                        .within(SOON)
                        .published(
                                SyncProcessing.class,
                                found -> assertThat(found.pfaId()).isEqualTo(new PfaId("PFA-2"))))
                .withMessageContaining("PFA-2");
    }

    private static ThrowableAssertAlternative<AssertionError> fails(Runnable assertion) {
        return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion::run);
    }

    private static void send(ConnectionFactory connections, String topic, String json) {
        try (JMSContext jms = connections.createContext()) {
            jms.createProducer().send(jms.createTopic(topic), json);
        }
    }

    @Test
    void failsOnAMessageThatTheGatewayWouldSkip(ConnectionFactory connections, SyncEvents events) {
        send(
                connections,
                "sync.org-rio",
                "{\"type\":\"SYNC_SUCCESS\",\"pfaId\":\"PFA-1\",\"organizationId\":\"org-rio\","
                        + "\"timestamp\":\"2026-03-04T09:15:04.227Z\",\"details\":{}}");

        fails(() -> assertThat(events).published(SYNC_SUCCESS))
                .withMessageContaining("newVersion is missing (sent to sync.org-rio)");
    }

    @Test
    void failsOnAnEventInAnotherOrganizationsTopic(ConnectionFactory connections, SyncEvents events) {
        send(
                connections,
                "sync.org-andes",
                "{\"type\":\"SYNC_PROCESSING\",\"pfaId\":\"PFA-1\",\"organizationId\":\"org-rio\","
                        + "\"timestamp\":\"2026-03-04T09:15:04.227Z\"}");

        fails(events::soFar).withMessageContaining("The body names organization org-rio (sent to sync.org-andes)");
    }

    @Test
    void refusesADestinationThatTheRealBrokerRefuses(ConnectionFactory connections) {
        try (JMSContext jms = connections.createContext()) {
            assertThatExceptionOfType(JMSRuntimeException.class)
                    .isThrownBy(() -> jms.createProducer().send(jms.createQueue("sync.org-rio"), "{}"));
            assertThatExceptionOfType(JMSRuntimeException.class)
                    .isThrownBy(() -> jms.createProducer().send(jms.createTopic("orders"), "{}"));
        }
    }

    @Nested
    @SpringJUnitConfig(InAnApplication.Application.class)
    class InAnApplication {

        @Configuration(proxyBeanMethods = false)
        static class Application {

            @Bean
            ConnectionFactory ofAnotherClient() {
                return new CachingConnectionFactory(new ActiveMQConnectionFactory("tcp://127.0.0.1:1"));
            }
        }

        @Test
        void takesThePlaceOfItsConnections(
                @Autowired ConnectionFactory connections, ConnectionFactory broker, SyncEvents events)
                throws Exception {
            assertThat(((CachingConnectionFactory) connections).getTargetConnectionFactory())
                    .isSameAs(broker);
            assertThat(events).publishedNothing();
        }
    }
}
