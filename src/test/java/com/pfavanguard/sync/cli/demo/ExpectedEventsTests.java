package com.pfavanguard.sync.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncSuccess;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExpectedEventsTests {

    private static final OrganizationId RIO = new OrganizationId("org-rio");
    private static final Instant NOW = Instant.parse("2026-03-04T09:15:02.040Z");
    private static final PfaId CRANE = new PfaId("DEMO-1");
    private static final PfaId LIFT = new PfaId("DEMO-2");

    private final ExpectedEvents events = new ExpectedEvents();

    private static SyncEvent queued(PfaId pfaId) {
        return new SyncQueued(EventId.random(), RIO, pfaId, NOW);
    }

    private static SyncEvent retry(int retryCount) {
        return new SyncQueued(EventId.random(), RIO, CRANE, NOW, new SyncQueued.Retry(retryCount, NOW));
    }

    private static SyncEvent processing(PfaId pfaId) {
        return new SyncProcessing(EventId.random(), RIO, pfaId, NOW);
    }

    private static SyncEvent written(PfaId pfaId, int version) {
        return new SyncSuccess(EventId.random(), RIO, pfaId, NOW, version);
    }

    private static SyncEvent kept(int version) {
        return new SyncSuccess(EventId.random(), RIO, CRANE, NOW, version, SyncSuccess.USE_PEMS);
    }

    private static SyncEvent conflict(String... fields) {
        return new SyncConflict(EventId.random(), RIO, CRANE, NOW, "c-1", List.of(fields));
    }

    private static SyncEvent failed(int retryCount) {
        return new SyncFailed(EventId.random(), RIO, CRANE, NOW, "no", retryCount);
    }

    private void happened(SyncEvent... all) {
        Stream.of(all).forEach(events::happened);
    }

    @Test
    void recordsMayGoOnSideBySideEachInItsOrder() {
        events.expect(CRANE, Step.toVersion(2));
        events.expect(LIFT, Step.toVersion(2));

        happened(queued(CRANE), queued(LIFT), processing(LIFT), written(LIFT, 2), processing(CRANE));

        assertThat(events.allCame()).isFalse();
        assertThat(events.next()).isEqualTo("DEMO-1 SYNC_SUCCESS with version 2");
        happened(written(CRANE, 2));
        assertThat(events.allCame()).isTrue();
        assertThat(events.sequences()).containsExactly("SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS");
        assertThat(events.sequences()).isEmpty();
    }

    @Test
    void whatComesTooEarlyIsNamedWithWhatShouldHaveCome() {
        events.expect(CRANE, Step.toVersion(2));
        happened(queued(CRANE));

        assertThatExceptionOfType(DemoFailedException.class)
                .isThrownBy(() -> happened(written(CRANE, 2)))
                .withMessageContaining("of DEMO-1, expected SYNC_PROCESSING, but received SYNC_SUCCESS");
    }

    @Test
    void nothingMayComeAfterTheEnd() {
        events.expect(CRANE, Step.toVersion(2));
        happened(queued(CRANE), processing(CRANE), written(CRANE, 2));

        assertThatExceptionOfType(DemoFailedException.class)
                .isThrownBy(() -> happened(written(CRANE, 2)))
                .withMessageContaining("of DEMO-1, expected no more events");
    }

    static Stream<Arguments> looksAlike() {
        return Stream.of(
                Arguments.of(Step.queued(), queued(CRANE), retry(1)),
                Arguments.of(Step.queuedAgain(1), retry(1), retry(2)),
                Arguments.of(Step.queuedAgain(1), retry(1), queued(CRANE)),
                Arguments.of(Step.processing(), processing(CRANE), queued(CRANE)),
                Arguments.of(Step.written(2), written(CRANE, 2), written(CRANE, 3)),
                Arguments.of(Step.written(2), written(CRANE, 2), kept(2)),
                Arguments.of(Step.keptAsInPems(2), kept(2), written(CRANE, 2)),
                Arguments.of(Step.disputed(Set.of("dor", "model")), conflict("model", "dor"), conflict("model")),
                Arguments.of(Step.failed(0), failed(0), failed(3)));
    }

    @ParameterizedTest
    @MethodSource("looksAlike")
    void aStepIsOneEventAndNotOneThatLooksAlike(Step step, SyncEvent fitting, SyncEvent other) {
        events.expect(CRANE, List.of(step, step));

        assertThatNoException().isThrownBy(() -> happened(fitting));
        assertThatExceptionOfType(DemoFailedException.class).isThrownBy(() -> happened(other));
    }
}
