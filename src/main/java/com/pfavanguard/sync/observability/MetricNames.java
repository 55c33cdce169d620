package com.pfavanguard.sync.observability;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Replaces the metrics of Micrometer whose names break Prometheus' rules, which {@code promtool check metrics} reports:
 * times in nanoseconds or milliseconds, and a gauge that ends like a counter.
 */
@Component
class MetricNames implements MeterFilter, MeterBinder {

    private static final Set<String> REPLACED = Set.of("process.cpu.time", "jvm.compilation.time");
    private static final String CPU_COUNT = "system.cpu.count";

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return REPLACED.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().equals(CPU_COUNT) ? id.withName("system.cpus") : id;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS)
                    .description("CPU time of this process")
                    .baseUnit("seconds")
                    .register(registry);
        }
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        if (compiler != null && compiler.isCompilationTimeMonitoringSupported()) {
            FunctionCounter.builder("jvm.compilation", compiler, bean -> bean.getTotalCompilationTime() / MILLIS)
                    .description("Time that Java's compilers have worked")
                    .baseUnit("seconds")
                    .register(registry);
        }
    }
}
