package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.writequeue.WriteQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jms.JmsException;

/** Registers the gauges of the worker. */
class WorkerMetrics {

    WorkerMetrics(
            WriteQueue queue,
            Worker worker,
            OutageDetector outage,
            RefusedCredentials refused,
            FullAddresses full,
            OldestWaiting oldest,
            MeterRegistry meters) {
        Gauge.builder("pems.sync.queue.size", queue, WorkerMetrics::depth)
                .description("Items that wait or are being worked on; NaN while the broker cannot be asked")
                .register(meters);
        // Asked by one process of all, since the answer costs the broker some work.
        Gauge.builder("pems.sync.oldest.waiting", oldest, waiting -> worker.isActive() ? waiting.seconds() : 0)
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
        try {
            return queue.depth();
        } catch (JmsException e) {
            return Double.NaN;
        }
    }
}
