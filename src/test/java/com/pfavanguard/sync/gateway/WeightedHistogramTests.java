package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class WeightedHistogramTests {

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SimpleMeterRegistry simple = new SimpleMeterRegistry();

    private final ThreadCounts counts = new ThreadCounts();

    private WeightedHistogram register() {
        CompositeMeterRegistry both = new CompositeMeterRegistry();
        both.add(prometheus);
        both.add(simple);
        return WeightedHistogram.register(counts, both, "a.b.seconds", "Some time", 1_000, 10, 100);
    }

    @Test
    void prometheusGetsCumulativeBucketsInTheUnitOfTheName() {
        WeightedHistogram histogram = register();
        ThreadCounts.Local local = counts.ofThread();
        histogram.record(local, 10, 3);
        histogram.record(local, 11, 2);
        histogram.record(local, 1_000, 1);

        assertThat(prometheus.scrape().lines())
                .containsExactlyInAnyOrder(
                        "# HELP a_b_seconds Some time",
                        "# TYPE a_b_seconds histogram",
                        "a_b_seconds_bucket{le=\"0.01\"} 3",
                        "a_b_seconds_bucket{le=\"0.1\"} 5",
                        "a_b_seconds_bucket{le=\"+Inf\"} 6",
                        "a_b_seconds_count 6",
                        "a_b_seconds_sum 1.052");
        assertThat(histogram.countUpTo(100)).isEqualTo(5);
    }

    @Test
    void otherRegistriesGetNumberAndSum() {
        register().record(counts.ofThread(), 500, 4);

        assertThat(simple.get("a.b.seconds.count").functionCounter().count()).isEqualTo(4);
        assertThat(simple.get("a.b.seconds.sum").functionCounter().count()).isEqualTo(2);
    }

    @Test
    void everyBucketIsThereFromTheStart() {
        register();

        assertThat(prometheus.scrape().lines()).contains("a_b_seconds_bucket{le=\"0.01\"} 0", "a_b_seconds_sum 0.0");
    }
}
