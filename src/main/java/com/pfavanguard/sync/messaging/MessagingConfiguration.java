package com.pfavanguard.sync.messaging;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.producer.JmsSyncEventPublisher;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

    @Bean
    SyncEventPublisher syncEventPublisher(ConnectionFactory connectionFactory, ObservationRegistry observations) {
        return new JmsSyncEventPublisher(connectionFactory, observations);
    }

    @Bean
    WorkQueues workQueues(
            ConnectionFactory connectionFactory, QueueLock.Answer lockAnswer, ObservationRegistry observations) {
        return new WorkQueues(connectionFactory, lockAnswer, observations);
    }

    @Bean
    ControlLog controlLog(ConnectionFactory connectionFactory) {
        return new ControlLog(connectionFactory);
    }

    @Bean
    BrokerListing brokerListing(ConnectionFactory connectionFactory) {
        return new BrokerListing(connectionFactory);
    }

    /** The log of paused organizations. */
    @Bean
    ControlLog pauseLog(ConnectionFactory connectionFactory) {
        return new ControlLog(connectionFactory, SyncQueues.PAUSES, "pause-log");
    }
}
