package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.writequeue.ItemEvents;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole({Role.API, Role.WORKER})
@EnableConfigurationProperties(ConflictProperties.class)
class ConflictConfiguration {

    @Bean
    Conflicts conflicts(
            WorkQueues queues, WriteQueue writeQueue, ItemEvents events, ConflictProperties properties, Clock clock) {
        return new Conflicts(queues, writeQueue, events, properties.resolvedRetention(), clock);
    }
}
