package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerConfiguration.ExternalMode;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
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
    BrokerSetupCheck brokerSetupCheck(BrokerProperties properties, BrokerSetup setup) {
        BrokerInspection inspection = new BrokerInspection(
                () -> {
                    ActiveMQConnectionFactory factory = ExternalMode.factory(properties.external());
                    BrokerConfiguration.configure(factory);
                    return BrokerAccess.open(factory);
                },
                needs,
                properties.history());
        return new BrokerSetupCheck(inspection, setup);
    }
}
