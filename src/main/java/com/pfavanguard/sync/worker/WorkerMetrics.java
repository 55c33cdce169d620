package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.writequeue.WriteQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jms.JmsException;

/** What a monitor should know of the worker besides what becomes of the items. */
class WorkerMetrics {

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
        Gauge.builder("pems.sync.worker.active", worker, working -> working.isActive() ? 1 : 0)
                .description("1 in the one process that writes to PEMS, 0 in those that stand by")
                .register(meters);
        Gauge.builder("pems.sync.breaker.open", outage, pems -> pems.isDown() ? 1 : 0)
                .description("1 while PEMS is taken to be down and items wait, 0 otherwise")
                .register(meters);
        Gauge.builder(
                        "pems.sync.paused.organizations",
                        refused,
                        all -> all.all().size())
                .description("Organizations whose items wait since PEMS refuses our credentials")
                .register(meters);
        Gauge.builder("pems.sync.full.organizations", full, all -> all.all().size())
                .description("Organizations whose items wait since the broker takes no more events of theirs")
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
