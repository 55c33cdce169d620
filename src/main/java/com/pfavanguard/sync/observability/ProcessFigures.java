package com.pfavanguard.sync.observability;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads heap, file descriptors and CPU of this process, against their limits. */
@Component
class ProcessFigures {

    /**
     * Figures of one moment.
     *
     * @param heapUsed bytes, garbage included
     * @param heapKept bytes that the last collections could not free; 0 before the first one
     * @param heapMax bytes
     * @param fileDescriptors open ones; null on systems that do not tell
     * @param fileDescriptorLimit most that the system allows; null on systems that do not tell
     * @param cpu share of the machine's processors that this process uses, 0 to 1; null when not known yet
     */
    record Figures(
            Instant startedAt,
            long heapUsed,
            long heapKept,
            long heapMax,
            @Nullable Long fileDescriptors,
            @Nullable Long fileDescriptorLimit,
            @Nullable Double cpu,
            int processors) {}

    Figures read() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        boolean tells = system instanceof com.sun.management.UnixOperatingSystemMXBean;
        return new Figures(
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                heap.getUsed(),
                heapKept(),
                heap.getMax(),
                tells ? ((com.sun.management.UnixOperatingSystemMXBean) system).getOpenFileDescriptorCount() : null,
                tells ? ((com.sun.management.UnixOperatingSystemMXBean) system).getMaxFileDescriptorCount() : null,
                cpu(system),
                system.getAvailableProcessors());
    }

    // Heap in use rises to its limit between two collections and says little; what a collection leaves is in real use.
    private static long heapKept() {
        long kept = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            kept += left == null ? 0 : left.getUsed();
        }
        return kept;
    }

    private static @Nullable Double cpu(OperatingSystemMXBean system) {
        double load =
                system instanceof com.sun.management.OperatingSystemMXBean detailed ? detailed.getProcessCpuLoad() : -1;
        return load < 0 ? null : load;
    }
}
