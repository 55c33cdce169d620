package com.pfavanguard.sync.demo;

import static com.pfavanguard.sync.event.SyncEventType.SYNC_CONFLICT;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_FAILED;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_PROCESSING;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_QUEUED;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SampleWritesTests {

    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");
    private static final Duration NO_PAUSE = Duration.ZERO;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final RecordingPublisher publisher = new RecordingPublisher();
    private SampleWrites sampleWrites = sampleWrites(NO_PAUSE, 1);

    @BeforeEach
    void start() {
        sampleWrites.start();
    }

    @AfterEach
    void stop() {
        sampleWrites.stop();
    }

    static Stream<Arguments> lives() {
        return Stream.of(
                Arguments.of(Outcome.SUCCESS, List.of(SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS)),
                Arguments.of(
                        Outcome.RETRY,
                        List.of(SYNC_QUEUED, SYNC_PROCESSING, SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS)),
                Arguments.of(Outcome.CONFLICT, List.of(SYNC_QUEUED, SYNC_PROCESSING, SYNC_CONFLICT)),
                Arguments.of(Outcome.FAILED, List.of(SYNC_QUEUED, SYNC_PROCESSING, SYNC_FAILED)));
    }

    @ParameterizedTest
    @MethodSource("lives")
    void eachOutcomeHasItsSequenceOfEvents(Outcome outcome, List<SyncEventType> expected) {
        assertThat(sampleWrites.begin(write(outcome))).isTrue();

        await().until(() -> publisher.published.size() == expected.size());
        assertThat(publisher.published).extracting(SyncEvent::type).isEqualTo(expected);
        assertThat(publisher.published).extracting(SyncEvent::eventId).doesNotHaveDuplicates();
        assertThat(publisher.published).allSatisfy(event -> {
            assertThat(event.organizationId()).isEqualTo(new OrganizationId("org-rio"));
            assertThat(event.pfaId()).isEqualTo(new PfaId("PFA-70412"));
            assertThat(event.timestamp()).isEqualTo(NOW);
        });
    }

    @Test
    void theSecondQueuedOfARetrySaysWhenTheNextAttemptIs() {
        sampleWrites.begin(write(Outcome.RETRY));

        await().until(() -> publisher.published.size() == 5);
        assertThat(((SyncQueued) publisher.published.get(2)).retry())
                .contains(new SyncQueued.Retry(1, NOW.plusSeconds(5)));
    }

    @Test
    void noMoreRunSideBySideThanMay() {
        replaceBy(sampleWrites(FOR_EVER, 2));

        assertThat(sampleWrites.begin(write(Outcome.SUCCESS))).isTrue();
        assertThat(sampleWrites.begin(write(Outcome.SUCCESS))).isTrue();
        assertThat(sampleWrites.begin(write(Outcome.SUCCESS))).isFalse();
        assertThat(publisher.published).hasSize(2);
    }

    @Test
    void oneThatIsOverMakesRoomForTheNext() {
        for (int i = 0; i < 10; i++) {
            await().until(() -> sampleWrites.begin(write(Outcome.CONFLICT)));
        }

        await().until(() -> publisher.published.size() == 30);
    }

    @Test
    void oneTheBrokerDoesNotTakeIsNotBegunAndMakesRoomForTheNext() {
        publisher.down = true;
        assertThatThrownBy(() -> sampleWrites.begin(write(Outcome.SUCCESS)))
                .isInstanceOf(SyncEventPublishException.class);

        publisher.down = false;
        assertThat(sampleWrites.begin(write(Outcome.SUCCESS))).isTrue();
        await().until(() -> publisher.published.size() == 3);
    }

    @Test
    void stoppingDropsWhatIsYetToComeAndStartingAgainBeginsAfresh() {
        replaceBy(sampleWrites(FOR_EVER, 1));
        sampleWrites.begin(write(Outcome.SUCCESS));

        sampleWrites.stop();
        sampleWrites.start();

        assertThat(sampleWrites.begin(write(Outcome.SUCCESS))).isTrue();
        assertThat(publisher.published).extracting(SyncEvent::type).containsExactly(SYNC_QUEUED, SYNC_QUEUED);
    }

    private void replaceBy(SampleWrites other) {
        sampleWrites.stop();
        sampleWrites = other;
        sampleWrites.start();
    }

    private SampleWrites sampleWrites(Duration pause, int maxRunning) {
        DemoProperties properties = new DemoProperties(true, pause, pause, maxRunning, Duration.ofSeconds(150));
        return new SampleWrites(publisher, properties, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static SampleWrite write(Outcome outcome) {
        return new SampleWrite(new OrganizationId("org-rio"), new PfaId("PFA-70412"), outcome, 8);
    }
}
