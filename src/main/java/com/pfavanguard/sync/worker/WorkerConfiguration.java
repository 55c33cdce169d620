package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.conflict.Conflicts;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pauses.WritePauses;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.writequeue.ItemEvents;
import com.pfavanguard.sync.writequeue.StoredWorkerState;
import com.pfavanguard.sync.writequeue.WriteQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.support.CronExpression;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WORKER)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

    @Bean
    StopSignal workerStop() {
        return new StopSignal();
    }

    @Bean
    RefusedCredentials refusedCredentials(WorkerProperties settings) {
        return new RefusedCredentials(settings.unauthorizedPause(), System::nanoTime);
    }

    @Bean
    FullAddresses fullAddresses() {
        return new FullAddresses(System::nanoTime);
    }

    @Bean
    PausedByAdmin pausedByAdmin(WritePauses pauses) {
        return new PausedByAdmin(pauses);
    }

    @Bean
    OutageDetector pemsOutage(WorkerProperties settings) {
        WorkerProperties.Breaker breaker = settings.breaker();
        return new OutageDetector(breaker.failures(), breaker.openTime(), breaker.probes(), System::nanoTime);
    }

    @Bean
    InFlightLimits inFlight(WorkerProperties settings) {
        return new InFlightLimits(settings.inFlight(), !settings.priorityAcrossOrganizations());
    }

    @Bean
    RetryDelays retrySchedule(WorkerProperties settings) {
        return new RetryDelays(
                settings.retry(), () -> ThreadLocalRandom.current().nextDouble());
    }

    @Bean
    PemsAnswers pemsAnswers(Clock clock) {
        return new PemsAnswers(clock);
    }

    @Bean
    RateLimitedPems limitedPems(
            PemsClient pems,
            OutageDetector outage,
            InFlightLimits inFlight,
            RefusedCredentials refused,
            WorkerProperties settings,
            StopSignal stop,
            PemsAnswers answers,
            MeterRegistry meters) {
        RequestLimiter limiter = new RequestLimiter(settings.rate(), settings.transit(), System::nanoTime);
        Duration longestHold = settings.retry().maxDelay();
        return new RateLimitedPems(
                pems, limiter, outage, inFlight, refused, stop, longestHold, System::nanoTime, answers, meters);
    }

    @Bean
    ItemWorker itemWorker(
            WriteQueue queue,
            Conflicts conflicts,
            ItemEvents events,
            RateLimitedPems pems,
            RetryDelays retries,
            RefusedCredentials refused,
            PausedByAdmin paused,
            OutageDetector outage,
            InFlightLimits inFlight,
            StopSignal stop,
            Audit audit,
            WorkQueues queues,
            Clock clock) {
        return new ItemWorker(
                queue,
                conflicts,
                events,
                pems,
                retries,
                refused,
                paused,
                outage,
                inFlight,
                stop,
                new WriteAudit(audit, queues.transactions()),
                clock);
    }

    @Bean
    WorkSchedule workerSchedule(WorkerProperties settings, Clock clock) {
        CronExpression cron = settings.schedule() == null ? null : CronExpression.parse(settings.schedule());
        return new WorkSchedule(cron, Objects.requireNonNullElseGet(settings.zone(), ZoneId::systemDefault), clock);
    }

    @Bean
    WorkerThreads.Factory workerThreads(
            WorkerProperties settings,
            WorkQueues queues,
            ItemWorker itemWorker,
            RetryDelays retries,
            InFlightLimits inFlight,
            RefusedCredentials refused,
            FullAddresses full,
            PausedByAdmin paused,
            OutageDetector outage,
            WriteQueue queue,
            WorkSchedule schedule,
            StopSignal stop,
            Clock clock,
            ObservationRegistry observations) {
        boolean turns = !settings.priorityAcrossOrganizations();
        LongSupplier nanoTime = System::nanoTime;
        return () -> {
            full.forgetAll();
            paused.refresh();
            StartedItems started =
                    Recovery.startedItems(queue, retries, clock.instant(), nanoTime.getAsLong(), outage.mark());
            FreshItemCounts fresh = new FreshItemCounts(queue::waitingByOrganization, nanoTime);
            ItemChooser chooser = new ItemChooser(outage, inFlight, refused, full, paused, turns, nanoTime);
            ItemTaker taker = new ItemTaker(queue, started, fresh, chooser, outage, schedule, stop, nanoTime);
            WorkStep step = new WorkStep(
                    queue,
                    queues.transactions(),
                    taker,
                    itemWorker,
                    started,
                    chooser,
                    outage,
                    full,
                    nanoTime,
                    observations);
            return new WorkerThreads(step, taker, stop, inFlight.threads());
        };
    }

    @Bean
    StateReports stateReports(StoredWorkerState stored, OutageDetector outage, WorkSchedule schedule, Clock clock) {
        return new StateReports(stored, outage, schedule.isTimed(), clock, System::nanoTime);
    }

    @Bean
    Worker worker(
            WorkerProperties settings,
            WorkQueues queues,
            WorkerThreads.Factory threads,
            WriteQueue queue,
            WorkSchedule schedule,
            StateReports reports,
            StopSignal stop) {
        return new Worker(
                settings,
                queues.lock(SyncQueues.WORKER),
                queue,
                new DeadLetters(queues.queue(SyncQueues.FAILED), queue, queues.transactions()),
                new ExpiredEdits(queues.queue(SyncQueues.EXPIRED), queue, queues.transactions()),
                reports,
                threads,
                schedule,
                stop,
                System::nanoTime);
    }

    @Bean
    WorkerMetrics workerMetrics(
            WriteQueue queue,
            Worker worker,
            OutageDetector outage,
            RefusedCredentials refused,
            FullAddresses full,
            MeterRegistry meters) {
        return new WorkerMetrics(queue, worker, outage, refused, full, meters);
    }
}
