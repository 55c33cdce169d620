package com.pfavanguard.sync.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * Counts values into buckets, many equal ones in a single call, in the {@link ThreadCounts} of the calling thread.
 * Micrometer's timers take one value a call, which is too slow where a thread makes hundreds of thousands of deliveries
 * a second (decision 0062). Allocates nothing when it records.
 */
public final class WeightedHistogram implements Collector {

    private final String name;
    private final String help;
    private final long perUnit;
    private final long[] bounds;
    private final ThreadCounts counts;

    /** The slot of the first bucket; after the buckets, one for each bound and one more, comes the sum. */
    private final int first;

    private WeightedHistogram(ThreadCounts counts, String name, String help, long perUnit, long... bounds) {
        this.counts = counts;
        this.first = counts.allocate(bounds.length + 2);
        this.name = name;
        this.help = help;
        this.perUnit = perUnit;
        this.bounds = bounds.clone();
    }

    /**
     * Creates a histogram and publishes it: with its buckets to Prometheus, as two counters, {@code <name>.count} and
     * {@code <name>.sum}, to other registries.
     *
     * @param counts keeps the numbers; no thread counts there yet
     * @param name with dots, the unit last, such as {@code sync.gateway.fan.out.seconds}
     * @param perUnit how many recorded steps make one unit of the name: 1,000 if milliseconds are recorded and seconds
     *     published
     * @param bounds the largest value of each bucket in recorded steps, ascending; one without a bound follows
     */
    public static WeightedHistogram register(
            ThreadCounts counts, MeterRegistry meters, String name, String help, long perUnit, long... bounds) {
        WeightedHistogram histogram = new WeightedHistogram(counts, name.replace('.', '_'), help, perUnit, bounds);
        histogram.publish(meters, name);
        return histogram;
    }

    private void publish(MeterRegistry meters, String dotted) {
        if (meters instanceof CompositeMeterRegistry composite) {
            composite.getRegistries().forEach(each -> publish(each, dotted));
        } else if (meters instanceof PrometheusMeterRegistry prometheus) {
            prometheus.getPrometheusRegistry().register(this);
        } else {
            FunctionCounter.builder(dotted + ".count", this, WeightedHistogram::count)
                    .description(help)
                    .register(meters);
            FunctionCounter.builder(dotted + ".sum", this, WeightedHistogram::total)
                    .description(help)
                    .register(meters);
        }
    }

    /**
     * Records a value {@code times} times.
     *
     * @param local the calling thread's
     */
    public void record(ThreadCounts.Local local, long value, long times) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        local.add(first + bucket, times);
        local.add(first + bounds.length + 1, value * times);
    }

    /** How many values have been recorded. */
    public long count() {
        long count = 0;
        for (int i = 0; i <= bounds.length; i++) {
            count += counts.sum(first + i);
        }
        return count;
    }

    /** The sum of all values, in the unit of the name. */
    public double total() {
        return (double) counts.sum(first + bounds.length + 1) / perUnit;
    }

    /** How many values were at most {@code bound}, which is one of the bounds. */
    public long countUpTo(long bound) {
        long count = 0;
        for (int i = 0; i < bounds.length && bounds[i] <= bound; i++) {
            count += counts.sum(first + i);
        }
        return count;
    }

    @Override
    public MetricSnapshot collect() {
        double[] upperBounds = new double[bounds.length + 1];
        long[] inBucket = new long[bounds.length + 1];
        for (int i = 0; i <= bounds.length; i++) {
            upperBounds[i] = i < bounds.length ? (double) bounds[i] / perUnit : Double.POSITIVE_INFINITY;
            inBucket[i] = counts.sum(first + i);
        }
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(upperBounds, inBucket))
                        .sum(total())
                        .build())
                .build();
    }

    @Override
    public String getPrometheusName() {
        return name;
    }
}
