package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.conflict.Conflicts;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.writequeue.ItemEvents;
import com.pfavanguard.sync.writequeue.WriteQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.support.CronExpression;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.PRODUCER)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

    @Bean
    StopSignal workerWaiting() {
        return new StopSignal();
    }

    @Bean
    PausedOrganizations pausedOrganizations(WorkerProperties settings) {
        return new PausedOrganizations(settings.unauthorizedPause(), System::nanoTime);
    }

    @Bean
    FullAddresses fullAddresses() {
        return new FullAddresses(System::nanoTime);
    }

    @Bean
    Outage pemsOutage(WorkerProperties settings) {
        WorkerProperties.Breaker breaker = settings.breaker();
        return new Outage(breaker.failures(), breaker.openTime(), breaker.probes(), System::nanoTime);
    }

    @Bean
    InFlight inFlight(WorkerProperties settings) {
        return new InFlight(settings.inFlight(), !settings.priorityAcrossOrganizations());
    }

    @Bean
    RetrySchedule retrySchedule(WorkerProperties settings) {
        return new RetrySchedule(
                settings.retry(), () -> ThreadLocalRandom.current().nextDouble());
    }

    @Bean
    LimitedPems limitedPems(
            PemsClient pems,
            Outage outage,
            InFlight inFlight,
            PausedOrganizations paused,
            WorkerProperties settings,
            StopSignal waiting,
            MeterRegistry meters) {
        RequestLimiter limiter = new RequestLimiter(settings.rate(), settings.transit(), System::nanoTime);
        Duration longestHold = settings.retry().maxDelay();
        return new LimitedPems(pems, limiter, outage, inFlight, paused, waiting, longestHold, System::nanoTime, meters);
    }

    @Bean
    ItemWorker itemWorker(
            WriteQueue queue,
            Conflicts conflicts,
            ItemEvents events,
            LimitedPems pems,
            RetrySchedule retries,
            PausedOrganizations paused,
            Outage outage,
            InFlight inFlight,
            StopSignal waiting,
            Audit audit,
            WorkQueues queues,
            Clock clock) {
        return new ItemWorker(
                queue,
                conflicts,
                events,
                pems,
                retries,
                paused,
                outage,
                inFlight,
                waiting,
                new WriteAudit(audit, queues.transactions()),
                clock);
    }

    @Bean
    Schedule workerSchedule(WorkerProperties settings, Clock clock) {
        CronExpression cron = settings.schedule() == null ? null : CronExpression.parse(settings.schedule());
        return new Schedule(cron, Objects.requireNonNullElseGet(settings.zone(), ZoneId::systemDefault), clock);
    }

    @Bean
    Worker.RoundFactory workRounds(
            WorkerProperties settings,
            WorkQueues queues,
            ItemWorker itemWorker,
            RetrySchedule retries,
            InFlight inFlight,
            PausedOrganizations paused,
            FullAddresses full,
            Outage outage,
            WriteQueue queue,
            Schedule schedule,
            StopSignal waiting,
            Clock clock) {
        boolean turns = !settings.priorityAcrossOrganizations();
        return () -> {
            full.forgetAll();
            return new WorkRound(
                    queue,
                    queues.transactions(),
                    itemWorker,
                    Recovery.begunItems(queue, retries, clock.instant(), System.nanoTime(), outage.mark()),
                    new Backlog(queue::waitingByOrganization, System::nanoTime),
                    new Candidates(outage, inFlight, paused, full, turns, System::nanoTime),
                    outage,
                    full,
                    schedule,
                    waiting,
                    System::nanoTime);
        };
    }

    @Bean
    Worker worker(
            WorkerProperties settings,
            WorkQueues queues,
            Worker.RoundFactory rounds,
            WriteQueue queue,
            Schedule schedule,
            StopSignal waiting) {
        return new Worker(
                settings,
                queues.lock(SyncQueues.WORKER),
                queue,
                new DeadLetters(queues.queue(SyncQueues.FAILED), queue, queues.transactions()),
                rounds,
                schedule,
                waiting,
                System::nanoTime);
    }

    @Bean
    WorkerMetrics workerMetrics(
            WriteQueue queue,
            Worker worker,
            Outage outage,
            PausedOrganizations paused,
            FullAddresses full,
            MeterRegistry meters) {
        return new WorkerMetrics(queue, worker, outage, paused, full, meters);
    }
}
