package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import com.pfavanguard.sync.broker.BrokerProperties.External;
import com.pfavanguard.sync.broker.BrokerProperties.Ssl;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BrokerProperties.class)
class BrokerConfiguration {

    private static final AtomicInteger IN_VM_SERVER_IDS = new AtomicInteger();

    /** Sets what all connections of this application need. */
    static void configure(ActiveMQConnectionFactory factory) {
        // Fail fast: the exception tells a producer of an outage, and the producer decides when to try again.
        factory.setCallTimeout(5_000);
        // The pool below reconnects, to the broker of the URL that is live. A connection that reconnected by itself
        // would restore consumers whose messages another consumer may have by then.
        factory.setReconnectAttempts(0);
        // A consumer gets one message at a time, when it asks for one: other consumers cannot take messages that it
        // holds in a buffer.
        factory.setConsumerWindowSize(0);
    }

    private static ConnectionFactory caching(ConnectionFactory factory) {
        CachingConnectionFactory caching = new SharedConnectionFactory(factory);
        caching.setReconnectOnException(true);
        caching.setSessionCacheSize(32);
        // A cached consumer would stay open at the broker and keep its message groups from all other consumers.
        caching.setCacheConsumers(false);
        return caching;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "sync.broker.mode", havingValue = "embedded", matchIfMissing = true)
    static class EmbeddedMode {

        private final int inVmServerId = IN_VM_SERVER_IDS.getAndIncrement();

        @Bean
        BrokerUsers brokerUsers(BrokerProperties properties) {
            return BrokerUsers.of(properties.embedded());
        }

        @Bean
        EmbeddedBroker embeddedBroker(BrokerProperties properties, BrokerUsers users) {
            return new EmbeddedBroker(properties, users, inVmServerId);
        }

        @Bean
        BrokerGuard brokerGuard(EmbeddedBroker broker, BrokerUsers users) {
            return new BrokerGuard(
                    broker,
                    new BrokerProbe(
                            new ActiveMQConnectionFactory("vm://" + inVmServerId, users.login(), users.passcode())));
        }

        @Bean
        StompBroker stompBroker(BrokerProperties properties, BrokerUsers users) {
            return StompBroker.here(
                    properties.embedded().stompPort(),
                    () -> new Credentials(users.login(), users.passcode()),
                    properties.history().size(),
                    properties.history().retention());
        }

        @Bean
        ConnectionFactory connectionFactory(BrokerUsers users) {
            return caching(factory(users));
        }

        @Bean
        HistoryQueues historyQueues(BrokerUsers users) {
            HistoryQueue queue = historyQueue(users);
            return link -> queue;
        }

        @Bean
        StateQueues stateQueues(BrokerUsers users) {
            StateQueue queue = stateQueue(users);
            return link -> queue;
        }

        StateQueue stateQueue(BrokerUsers users) {
            return new CoreStateQueue(() -> factory(users), mayConsume -> {});
        }

        HistoryQueue historyQueue(BrokerUsers users) {
            return new CoreHistoryQueue(() -> factory(users));
        }

        private ActiveMQConnectionFactory factory(BrokerUsers users) {
            ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                    "vm://" + inVmServerId + "?reconnectAttempts=0", users.login(), users.passcode());
            configure(factory);
            return factory;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "sync.broker.mode", havingValue = "external")
    static class ExternalMode {

        @Bean
        StompBroker stompBroker(BrokerProperties properties, ObjectProvider<SslBundles> bundles) {
            return broker(properties, bundles::getObject);
        }

        /** @throws BrokerStartException if the settings contradict each other, or a file or bundle cannot be used */
        static StompBroker broker(BrokerProperties properties, Supplier<SslBundles> bundles) {
            External external = properties.external();
            List<BrokerHost> hosts = BrokerHosts.of(external);
            return new StompBroker(
                    hosts,
                    new HostLookup(hosts),
                    new ExternalLogin(external),
                    tls(external.ssl(), bundles),
                    BrokerClientId.of(external.clientId()),
                    properties.history().size(),
                    properties.history().retention());
        }

        private static @Nullable BrokerTls tls(Ssl ssl, Supplier<SslBundles> bundles) {
            if (!ssl.isEnabled()) {
                return null;
            }
            return ssl.bundle() == null ? BrokerTls.ofJava() : BrokerTls.of(ssl.bundle(), bundles.get());
        }

        @Bean
        JmsBrokers jmsBrokers(BrokerProperties properties, StompBroker broker, BrokerSetup setup) {
            return JmsBrokers.of(broker, properties.external().jmsUrl(), setup::keeperLockAnswered);
        }

        @Bean
        ConnectionFactory connectionFactory(JmsBrokers brokers) {
            return caching(brokers.connections());
        }

        @Bean
        HistoryQueues historyQueues(JmsBrokers brokers) {
            return brokers.histories();
        }

        @Bean
        StateQueues stateQueues(JmsBrokers brokers) {
            return brokers.states();
        }
    }
}
