package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many states are kept, and which are forgotten when they are too many, too large or too old. */
class StateTableTests {

    private static final OrganizationId RIO = StreamFixture.RIO;
    private static final OrganizationId OSLO = new OrganizationId("org-oslo");
    private static final Duration DAY = Duration.ofHours(24);
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int RECORD_BYTES = state("SYNC_QUEUED", "e-00", 0).footprint("PFA-00");
    private static final long PLENTY = 1L << 40;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long moment = 1_000;

    private StateTable table(int records, long bytes) {
        return new StateTable(new StateLimits(records, bytes, DAY), meters);
    }

    private static RecordState state(String type, String eventId, long arrivedAt) {
        return new RecordState(type, eventId, JSON, 1, arrivedAt);
    }

    private void put(StateTable table, OrganizationId organizationId, String pfaId, String type) {
        table.put(table.findOrCreate(organizationId), pfaId, state(type, "e-" + pfaId, ++moment));
    }

    /** Puts so many open records. */
    private void put(StateTable table, OrganizationId organizationId, int records) {
        for (int i = 0; i < records; i++) {
            table.put(
                    table.findOrCreate(organizationId),
                    "PFA-%02d".formatted(i),
                    state("SYNC_QUEUED", "e-00", ++moment));
        }
    }

    private static List<String> kept(StateTable table, OrganizationId organizationId) {
        return List.copyOf(table.findOrCreate(organizationId).records().keySet());
    }

    private double evicted(String which) {
        return meters.counter("sync.states.evicted", "record", which).count();
    }

    @Test
    void beyondTheNumberOfRecordsFinishedOnesAreForgottenFirst() {
        StateTable table = table(3, PLENTY);
        put(table, RIO, "open-1", "SYNC_CONFLICT");
        put(table, RIO, "open-2", "SYNC_FAILED");
        put(table, RIO, "done-1", "SYNC_SUCCESS");
        put(table, RIO, "open-3", "SYNC_PROCESSING");
        assertThat(kept(table, RIO)).containsExactly("open-1", "open-2", "open-3");
        put(table, RIO, "done-2", "SYNC_REMOVED");

        assertThat(kept(table, RIO))
                .as("a new one that is finished is missed least")
                .hasSize(3);
        assertThat(evicted("finished")).isEqualTo(2);
        assertThat(table.uncertainBefore(table.find(RIO)))
                .as("no open record is missing")
                .isZero();
    }

    @Test
    void thenTheOldestOpenRecordIsForgottenWhichIsTold() {
        StateTable table = table(2, PLENTY);
        put(table, OSLO, "other", "SYNC_QUEUED");
        put(table, RIO, "open-1", "SYNC_QUEUED");
        long arrived = moment;
        put(table, RIO, "open-2", "SYNC_QUEUED");
        put(table, RIO, "open-3", "SYNC_QUEUED");

        assertThat(kept(table, RIO)).containsExactly("open-2", "open-3");
        assertThat(evicted("open")).isEqualTo(1);
        assertThat(table.uncertainBefore(table.find(RIO))).isEqualTo(arrived + 1);
        assertThat(table.uncertainBefore(table.find(OSLO))).isZero();
    }

    @Test
    void aRecordThatMovesIsYoungAgain() {
        StateTable table = table(2, PLENTY);
        put(table, RIO, "open-1", "SYNC_QUEUED");
        put(table, RIO, "open-2", "SYNC_QUEUED");
        put(table, RIO, "open-1", "SYNC_PROCESSING");
        put(table, RIO, "open-3", "SYNC_QUEUED");

        assertThat(kept(table, RIO)).containsExactly("open-1", "open-3");
    }

    @Test
    void oneOrganizationUsesNoMoreThanHalfOfTheMemory() {
        StateTable table = table(1_000, 20L * RECORD_BYTES);

        put(table, RIO, 30);

        assertThat(kept(table, RIO)).hasSize(10).contains("PFA-29");
        put(table, OSLO, 5);
        assertThat(kept(table, OSLO)).as("the others have what they need").hasSize(5);
    }

    @Test
    void beyondTheMemoryOfAllTheLargestLosesItsOldest() {
        int other = StateLimits.ORGANIZATION_BYTES + RECORD_BYTES;
        long enoughForTwenty = 40L * other + StateLimits.ORGANIZATION_BYTES + 20L * RECORD_BYTES;
        StateTable table = table(1_000, enoughForTwenty);
        put(table, RIO, 30);
        for (int i = 0; i < 40; i++) {
            put(table, new OrganizationId("org-" + i), 1);
        }

        assertThat(table.bytes()).isLessThanOrEqualTo(enoughForTwenty);
        assertThat(kept(table, RIO)).hasSizeBetween(10, 20).contains("PFA-29").doesNotContain("PFA-00");
        for (int i = 0; i < 40; i++) {
            assertThat(kept(table, new OrganizationId("org-" + i))).hasSize(1);
        }
    }

    @Test
    void organizationsOfTheSameSizeShareWhatHasToGo() {
        int organizations = 100;
        StateTable table = table(1_000, organizations * (StateLimits.ORGANIZATION_BYTES + 8L * RECORD_BYTES));
        for (int i = 0; i <= organizations; i++) {
            put(table, new OrganizationId("org-" + i), 8);
        }

        for (int i = 0; i <= organizations; i++) {
            assertThat(kept(table, new OrganizationId("org-" + i))).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void largeEventsDoNotOutgrowTheMemoryThatIsFreed() {
        long bytes = 1024 * 1024;
        StateTable table = table(100_000, bytes);
        byte[] large = new byte[64 * 1024];

        for (int i = 0; i < 100; i++) {
            OrganizationStates states = table.findOrCreate(new OrganizationId("org-" + i));
            table.put(states, "PFA-1", new RecordState("SYNC_QUEUED", "e-" + i, large, 1, ++moment));
        }

        assertThat(table.bytes()).isLessThanOrEqualTo(bytes);
    }

    @Test
    void finishedRecordsAreForgottenAfterTheirTimeAndOpenOnesStay() {
        StreamFixture fixture = StreamFixture.ready("sync.states.keep-finished=24h");
        StateTable table = fixture.stream.history().states();
        fixture.append("e-1", SyncEventType.SYNC_SUCCESS, "done");
        fixture.append("e-2", SyncEventType.SYNC_REMOVED, "removed");
        fixture.append("e-3", SyncEventType.SYNC_FAILED, "failed");
        fixture.append("e-4", SyncEventType.SYNC_CONFLICT, "conflict");

        fixture.clock.pass(DAY);
        fixture.stream.sweep();
        assertThat(kept(table, RIO)).hasSize(4);

        fixture.clock.pass(Duration.ofMillis(1));
        fixture.stream.sweep();

        assertThat(kept(table, RIO)).containsExactly("conflict", "failed");
        assertThat(table.find(RIO).uncertainBefore()).isZero();
    }

    @Test
    void whatTheBrokerHasToForgetIsToldWithItsTime() {
        StateTable table = table(1, PLENTY);
        StateChanges changes = table.follow();
        put(table, RIO, "done-1", "SYNC_SUCCESS");
        long arrived = moment;
        assertThat(changes.take(10))
                .singleElement()
                .satisfies(change -> assertThat(change.state().expiresAt()).isEqualTo(arrived + DAY.toMillis()));

        put(table, RIO, "open-1", "SYNC_QUEUED");

        assertThat(changes.take(10))
                .extracting(change -> change.pfaId() + (change.state() == null ? " gone" : ""))
                .containsExactlyInAnyOrder("open-1", "done-1 gone");
    }
}
