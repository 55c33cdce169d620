package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerNeed;
import com.pfavanguard.sync.broker.BrokerSetup;
import com.pfavanguard.sync.messaging.QueueLock;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells the broker module what this process needs of the broker, and whether it gets the worker's lock. That module knows
 * neither roles nor access modes nor locks.
 */
@Configuration(proxyBeanMethods = false)
class BrokerNeedsConfiguration {

    @Bean
    @ConditionalOnRole(Role.GATEWAY)
    BrokerNeed events() {
        return BrokerNeed.EVENTS;
    }

    @Bean
    @ConditionalOnRole(Role.API)
    BrokerNeed edits() {
        return BrokerNeed.EDITS;
    }

    @Bean
    @ConditionalOnRole(Role.WORKER)
    BrokerNeed writes() {
        return BrokerNeed.WRITES;
    }

    @Bean
    @ConditionalOnMode(Mode.JWT)
    BrokerNeed revokedTokens() {
        return BrokerNeed.REVOCATIONS;
    }

    @Bean
    QueueLock.Answer lockAnswer(BrokerSetup setup) {
        return setup::workerLockAnswered;
    }
}
