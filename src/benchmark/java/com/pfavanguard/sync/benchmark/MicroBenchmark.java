package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Has JMH measure single steps of an event's way, each in JVMs of its own. */
@Tag("gateway")
@Tag("micro")
@ExtendWith(QuietLogs.class)
class MicroBenchmark {

    private static final String ALL = "com\\.pfavanguard\\.sync\\..*Micro\\.";
    private static final int FORKS = Size.of(2, 1);
    private static final int WARM_UPS = Size.of(3, 1);
    private static final int ITERATIONS = Size.of(5, 1);
    private static final TimeValue TIME = TimeValue.milliseconds(Size.of(1_000, 100));

    private final ResultTable table = new ResultTable(
            "Single steps",
            "JMH, average time: %d forks of %d iterations of %s, after %d to warm up. Events of 200 bytes."
                    .formatted(FORKS, ITERATIONS, TIME, WARM_UPS),
            "step",
            new Column("ns", 0),
            new Column("± ns (99.9 %)", 0),
            new Column("bytes allocated", 0));

    @Test
    void singleSteps() throws Exception {
        Options options = new OptionsBuilder()
                .include(ALL)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(FORKS)
                .warmupIterations(WARM_UPS)
                .warmupTime(TIME)
                .measurementIterations(ITERATIONS)
                .measurementTime(TIME)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(options).run();

        assertThat(results).isNotEmpty();
        results.forEach(this::add);
        Report.add(table);
    }

    private void add(RunResult result) {
        Statistics nanos = result.getPrimaryResult().getStatistics();
        double allocated = result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
        table.add(name(result), nanos.getMean(), nanos.getMeanErrorAt(0.999), allocated);
    }

    private static String name(RunResult result) {
        String name = result.getPrimaryResult().getLabel();
        Map<String, String> parameters = result.getParams().getParamsKeys().stream()
                .collect(Collectors.toMap(key -> key, key -> result.getParams().getParam(key)));
        return parameters.isEmpty() ? name : name + " " + parameters;
    }
}
