package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole({Role.API, Role.WORKER})
@EnableConfigurationProperties(WriteQueueProperties.class)
class WriteQueueConfiguration {

    @Bean
    SyncFigures syncFigures(WorkQueues queues, JsonMapper mapper, MeterRegistry meters, Clock clock) {
        return new SyncFigures(new StoredFigures(queues, mapper), queues.transactions(), meters, clock);
    }

    @Bean
    FiguresSaver figuresKeeper(SyncFigures figures) {
        return new FiguresSaver(figures);
    }

    @Bean
    StoredWorkerState storedWorkerState(WorkQueues queues, JsonMapper mapper) {
        return new StoredWorkerState(queues, mapper);
    }

    @Bean
    ItemEvents itemEvents(SyncEventPublisher publisher, SyncFigures figures, WorkQueues queues, Clock clock) {
        return new ItemEvents(publisher, figures, queues.transactions(), clock);
    }

    @Bean
    WriteQueue writeQueue(WorkQueues queues, ItemEvents events, WriteQueueProperties properties, Clock clock) {
        return new WriteQueue(queues, events, organizationLoad(queues), properties, clock);
    }

    /** Stands in where no worker runs: in a process with the API role alone. */
    @Bean
    @Fallback
    WorkerPace noWorker() {
        return WorkerPace.NONE;
    }

    @Bean
    @ConditionalOnRole(Role.API)
    WriteSync writeSync(
            WriteQueue queue,
            WorkQueues queues,
            WorkerPace pace,
            WriteQueueProperties properties,
            JsonMapper mapper,
            Clock clock) {
        IdempotentAnswers remembered = new IdempotentAnswers(
                queues.queue(SyncQueues.REQUESTS), properties.idempotencyRetention(), mapper, clock);
        BoundedWriteQueue bounded =
                new BoundedWriteQueue(queue, queues.brokerMemory(), organizationLoad(queues), properties);
        return new WriteSync(bounded, remembered, queues.transactions(), pace, clock);
    }

    private static OrganizationLoad organizationLoad(WorkQueues queues) {
        return new OrganizationLoad(queues.queue(SyncQueues.WRITE), queues.queue(SyncQueues.CONFLICTS));
    }

    @Bean
    @ConditionalOnRole(Role.API)
    FailedItems failedItems(WriteQueue queue, WorkQueues queues) {
        return new FailedItems(queues.queue(SyncQueues.FAILED), queue, queues.transactions());
    }
}
