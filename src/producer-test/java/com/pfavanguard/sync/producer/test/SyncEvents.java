package com.pfavanguard.sync.producer.test;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AssertProvider;

/**
 * The events published since the test began, in their order, each of them once. A parameter of test methods with {@link
 * SyncEventsExtension}; check it with AssertJ's {@code assertThat(events)}.
 *
 * <p>Each message is read as the gateway reads it. If the gateway would skip one, because it is not a valid event,
 * every method here throws an {@link AssertionError} that says why.
 */
public final class SyncEvents implements AssertProvider<SyncEventsAssert> {

    private final EventRecorder recorder;
    private final Predicate<SyncEvent> wanted;
    private final String description;

    SyncEvents(EventRecorder recorder) {
        this(recorder, event -> true, "Events");
    }

    private SyncEvents(EventRecorder recorder, Predicate<SyncEvent> wanted, String description) {
        this.recorder = recorder;
        this.wanted = wanted;
        this.description = description;
    }

    /** Only the events of this organization. */
    public SyncEvents ofOrganization(String organizationId) {
        OrganizationId id = new OrganizationId(organizationId);
        return new SyncEvents(
                recorder,
                wanted.and(event -> event.organizationId().equals(id)),
                description + " of organization " + id);
    }

    /** Only the events of this record. */
    public SyncEvents ofRecord(String pfaId) {
        PfaId id = new PfaId(pfaId);
        return new SyncEvents(recorder, wanted.and(event -> event.pfaId().equals(id)), description + " of PFA " + id);
    }

    /** The events published so far. Does not wait. */
    public List<SyncEvent> soFar() {
        return until(events -> true, Duration.ZERO);
    }

    /** The events published so far, as soon as they fulfil the condition, or when the time is over. */
    List<SyncEvent> until(Predicate<List<SyncEvent>> enough, Duration atMost) {
        return wanted(recorder.read(all -> enough.test(wanted(all)), atMost));
    }

    private List<SyncEvent> wanted(List<SyncEvent> all) {
        return all.stream().filter(wanted).toList();
    }

    /** For AssertJ. */
    @Override
    public SyncEventsAssert assertThat() {
        return new SyncEventsAssert(this);
    }

    @Override
    public String toString() {
        return description;
    }
}
