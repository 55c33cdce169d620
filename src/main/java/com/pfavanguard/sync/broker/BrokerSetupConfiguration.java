package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BrokerSetupConfiguration {

    private final Set<BrokerNeed> needs = EnumSet.noneOf(BrokerNeed.class);

    BrokerSetupConfiguration(List<BrokerNeed> needs) {
        this.needs.addAll(needs);
    }

    @Bean
    BrokerSetup brokerSetup(BrokerProperties properties, Clock clock) {
        return new BrokerSetup(properties.mode() == Mode.EXTERNAL, needs, properties.history(), clock);
    }

    @Bean
    @ConditionalOnProperty(name = "sync.broker.mode", havingValue = "external")
    BrokerSetupCheck brokerSetupCheck(BrokerProperties properties, StompBroker broker, BrokerSetup setup) {
        return new BrokerSetupCheck(
                new BrokerInspection(opener(properties.external().jmsUrl(), broker), needs, properties.history()),
                setup);
    }

    private static BrokerInspection.Opener opener(@Nullable String url, StompBroker broker) {
        if (url != null) {
            JmsUrl jms = new JmsUrl(url, broker);
            return () -> BrokerAccess.open(jms.factory("setup"));
        }
        JmsEndpoints jms = new JmsEndpoints(broker);
        return new Rotation<Endpoint, BrokerAccess>("broker-setup-connect", broker.endpoints(), endpoint -> {
            jms.knock(endpoint);
            return BrokerAccess.open(jms.factory(endpoint, "setup"));
        })::connect;
    }
}
