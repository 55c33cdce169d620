package com.pfavanguard.sync.vital;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Names the organization and the trace that the lines of a thread are about, until it is closed. Structured logs have
 * them as fields. Values must have been validated: they may come from anywhere.
 */
public final class LogContext implements AutoCloseable {

    private static final String ORGANIZATION = "organizationId";

    // As Micrometer Tracing names them on the threads where it has a span.
    private static final String TRACE = "traceId";
    private static final String SPAN = "spanId";

    private final List<String> names = new ArrayList<>(3);

    private LogContext() {}

    /** @param organizationId {@code null} if it is unknown */
    public static LogContext of(@Nullable String organizationId) {
        return new LogContext().with(ORGANIZATION, organizationId);
    }

    /** For a thread without a span of Micrometer's. */
    public LogContext inTrace(@Nullable String traceId, @Nullable String spanId) {
        return with(TRACE, traceId).with(SPAN, spanId);
    }

    /** Names the organization until {@link #forgetOrganization}, for code that learns it in the middle. */
    public static void organization(String organizationId) {
        MDC.put(ORGANIZATION, organizationId);
    }

    public static void forgetOrganization() {
        MDC.remove(ORGANIZATION);
    }

    private LogContext with(String name, @Nullable String value) {
        if (value != null) {
            MDC.put(name, value);
            names.add(name);
        }
        return this;
    }

    @Override
    public void close() {
        names.forEach(MDC::remove);
    }
}
