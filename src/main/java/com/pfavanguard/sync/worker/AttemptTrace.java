package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.vital.LogContext;
import com.pfavanguard.sync.writequeue.ItemMessage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * One attempt as a part of the trace that its item carries; puts trace and organization into the thread's log lines. A
 * retry is sent on from within the attempt and so carries the trace to the next one, in whichever process. Open from
 * taking the item until its transaction has ended. For one thread.
 */
final class AttemptTrace implements AutoCloseable {

    private static final String UNKNOWN = "unknown";

    private final Observation observation;
    private final Observation.Scope scope;
    private final LogContext context;

    AttemptTrace(QueueMessage message, ObservationRegistry observations) {
        ItemMessage item = new ItemMessage(message);
        String organizationId = item.organizationId().map(OrganizationId::value).orElse(null);
        this.context = LogContext.of(organizationId);
        this.observation = Observation.createNotStarted("sync.worker.attempt", () -> received(message), observations)
                .contextualName("attempt")
                .highCardinalityKeyValue("organizationId", organizationId == null ? UNKNOWN : organizationId)
                .highCardinalityKeyValue("pfaId", item.pfaId().map(PfaId::value).orElse(UNKNOWN))
                .highCardinalityKeyValue("retryCount", String.valueOf(item.retryCount()))
                .start();
        this.scope = observation.openScope();
    }

    void failed(Throwable failure) {
        observation.error(failure);
    }

    @Override
    public void close() {
        scope.close();
        observation.stop();
        context.close();
    }

    // A backend may have written the property, so only what can be read as a trace is handed on.
    private static Observation.Context received(QueueMessage message) {
        ReceiverContext<QueueMessage> context = new ReceiverContext<>(
                (carrier, name) -> name.equals(TraceParent.NAME)
                        ? carrier.property(name)
                                .flatMap(TraceParent::parse)
                                .map(TraceParent::toString)
                                .orElse(null)
                        : null,
                Kind.CONSUMER);
        context.setCarrier(message);
        return context;
    }
}
