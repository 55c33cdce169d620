package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.conflict.Conflicts;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.SyncEventPublisher;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.writequeue.SyncFigures;
import com.pfavanguard.sync.writequeue.WriteQueue;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.support.CronExpression;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.PRODUCER)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

    private static final Logger log = LoggerFactory.getLogger(WorkerConfiguration.class);

    @Bean
    Waiting workerWaiting(Clock clock) {
        return new Waiting(clock);
    }

    @Bean
    PausedOrganizations pausedOrganizations(WorkerProperties settings, Clock clock) {
        return new PausedOrganizations(settings.unauthorizedPause(), clock);
    }

    @Bean
    CircuitBreaker pemsCircuitBreaker(WorkerProperties settings) {
        WorkerProperties.Breaker breaker = settings.breaker();
        CircuitBreaker circuitBreaker = CircuitBreaker.of(
                "pems",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(breaker.failures())
                        .minimumNumberOfCalls(breaker.failures())
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(breaker.openTime())
                        .permittedNumberOfCallsInHalfOpenState(breaker.probes())
                        .build());
        circuitBreaker.getEventPublisher().onStateTransition(WorkerConfiguration::tell);
        return circuitBreaker;
    }

    private static void tell(CircuitBreakerOnStateTransitionEvent change) {
        switch (change.getStateTransition()) {
            case CLOSED_TO_OPEN -> log.warn("PEMS is down; items wait until it is back");
            case HALF_OPEN_TO_CLOSED -> log.info("PEMS is back");
            default -> log.debug("Circuit breaker of PEMS: {}", change.getStateTransition());
        }
    }

    @Bean
    LimitedPems limitedPems(
            PemsClient pems,
            CircuitBreaker breaker,
            WorkerProperties settings,
            Waiting waiting,
            Clock clock,
            MeterRegistry meters) {
        RequestLimiter limiter = new RequestLimiter(settings.rate(), settings.transit(), System::nanoTime);
        return new LimitedPems(pems, limiter, breaker, waiting, settings.retry().maxDelay(), clock, meters);
    }

    @Bean
    ItemWorker itemWorker(
            WriteQueue queue,
            Conflicts conflicts,
            SyncEventPublisher events,
            SyncFigures figures,
            LimitedPems pems,
            PausedOrganizations paused,
            WorkerProperties settings,
            Waiting waiting,
            Audit audit,
            WorkQueues queues,
            Clock clock) {
        return new ItemWorker(
                queue,
                conflicts,
                events,
                figures,
                pems,
                new RetrySchedule(
                        settings.retry(), () -> ThreadLocalRandom.current().nextDouble()),
                paused,
                waiting,
                new WriteAudit(audit, queues.transactions()),
                clock);
    }

    @Bean
    Worker worker(
            WorkerProperties settings,
            WorkQueues queues,
            ItemWorker itemWorker,
            LimitedPems pems,
            PausedOrganizations paused,
            WriteQueue queue,
            Waiting waiting,
            Clock clock) {
        CronExpression cron = settings.schedule() == null ? null : CronExpression.parse(settings.schedule());
        Schedule schedule =
                new Schedule(cron, Objects.requireNonNullElseGet(settings.zone(), ZoneId::systemDefault), clock);
        JmsTransactions transactions = queues.transactions();
        return new Worker(
                settings,
                queues.lock(SyncQueues.WORKER),
                queue,
                new DeadLetters(queues.queue(SyncQueues.FAILED), queue, transactions),
                begun -> new WorkRound(queue, transactions, itemWorker, begun, pems, paused, schedule, waiting, clock),
                schedule,
                waiting,
                clock);
    }

    @Bean
    WorkerMetrics workerMetrics(
            WriteQueue queue, Worker worker, CircuitBreaker breaker, PausedOrganizations paused, MeterRegistry meters) {
        return new WorkerMetrics(queue, worker, breaker, paused, meters);
    }
}
