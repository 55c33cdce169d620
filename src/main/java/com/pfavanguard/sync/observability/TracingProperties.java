package com.pfavanguard.sync.observability;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of traces, beside those of Spring Boot.
 *
 * @param trustClients Whether the sampled flag in the header traceparent of a REST request or a handshake decides whether
 *     its trace is recorded. Only behind a proxy that sets or removes this header. Without it, the gateway decides.
 * @param maxPerSecond Most traces, parts of traces that others have begun included, that this process begins to record in
 *     a second: so many of requests, so many of connections, and so many of what comes from the broker. Further ones pass
 *     through unrecorded.
 */
@Validated
@ConfigurationProperties("sync.tracing")
record TracingProperties(
        @DefaultValue("false") boolean trustClients,
        @Positive @DefaultValue("50") int maxPerSecond) {}
