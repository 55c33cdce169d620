package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.web.SharedAnswer;
import com.pfavanguard.sync.writequeue.WriteQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.springframework.jms.JmsException;

/** Registers the gauges of the worker. */
class WorkerMetrics {

    private static final Duration OLDEST_VALID_FOR = Duration.ofSeconds(10);
    private static final double MILLIS = 1_000;

    WorkerMetrics(
            WriteQueue queue,
            Worker worker,
            OutageDetector outage,
            RefusedCredentials refused,
            FullAddresses full,
            MeterRegistry meters) {
        Gauge.builder("pems.sync.queue.size", queue, WorkerMetrics::depth)
                .description("Items that wait or are being worked on; NaN while the broker cannot be asked")
                .register(meters);
        // Asked by one process of all and not for each Prometheus server, since the broker counts a dozen times for it.
        SharedAnswer<Double> oldest = new SharedAnswer<>(OLDEST_VALID_FOR, () -> seconds(queue::oldestWaiting));
        Gauge.builder("pems.sync.oldest.waiting", oldest, waiting -> worker.isActive() ? waiting.get() : 0)
                .description("How long the oldest edit has waited since it was queued or put back; 0 in processes that"
                        + " stand by, NaN while the broker cannot be asked")
                .baseUnit("seconds")
                // Nothing else refers to it, and a gauge does only weakly.
                .strongReference(true)
                .register(meters);
        Gauge.builder("pems.sync.worker.active", worker, working -> working.isActive() ? 1 : 0)
                .description("1 in the one process that writes to PEMS, 0 in those that stand by")
                .register(meters);
        Gauge.builder("pems.sync.breaker.open", outage, pems -> pems.isDown() ? 1 : 0)
                .description("1 while PEMS counts as down and items wait, 0 otherwise")
                .register(meters);
        Gauge.builder(
                        "pems.sync.paused.organizations",
                        refused,
                        all -> all.inARow().size())
                .description("Organizations whose items wait because PEMS refuses our credentials")
                .register(meters);
        Gauge.builder("pems.sync.full.organizations", full, all -> all.inARow().size())
                .description("Organizations whose items wait because their address at the broker is full")
                .register(meters);
    }

    private static double depth(WriteQueue queue) {
        return orUnknown(queue::depth);
    }

    /** 0 if no edit waits; NaN if the broker cannot be asked. */
    static double seconds(Supplier<Optional<Duration>> oldest) {
        return orUnknown(() -> oldest.get().map(Duration::toMillis).orElse(0L) / MILLIS);
    }

    private static double orUnknown(DoubleSupplier question) {
        try {
            return question.getAsDouble();
        } catch (JmsException e) {
            return Double.NaN;
        }
    }
}
