package com.pfavanguard.sync.pems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PemsProperties.UnmappedOrganizations;
import com.pfavanguard.sync.pems.PemsUpdateResult.Accepted;
import com.pfavanguard.sync.pems.PemsUpdateResult.VersionConflict;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpPemsClientTests {

    private static final OrganizationId RIO = new OrganizationId("org-rio");
    private static final PfaId PFA = new PfaId("PFA-70412");
    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");
    private static final StandInPems PEMS = new StandInPems(0, Clock.systemUTC());

    private final HttpPemsClient client = client(Duration.ofSeconds(30));

    @BeforeAll
    static void startPems() {
        PEMS.start();
    }

    @AfterAll
    static void stopPems() {
        PEMS.stop();
    }

    @BeforeEach
    void reset() {
        PEMS.reset();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static HttpPemsClient client(Duration timeout) {
        PemsProperties properties = PemsPropertiesTests.with(Map.of(
                "sync.pems.timeout", timeout.toMillis() + "ms",
                "sync.pems.health-timeout", timeout.toMillis() + "ms"));
        OrganizationCodes codes = new OrganizationCodes(Map.of("org-rio", "RIO"), UnmappedOrganizations.REFUSE);
        return new HttpPemsClient(
                PEMS::baseUrl, codes, properties, Clock.fixed(NOW, ZoneOffset.UTC), ObservationRegistry.NOOP);
    }

    private static PemsUpdate update(int version) {
        PfaValues changes = PfaValues.of(Map.of("monthlyRate", 4125.5));
        return new PemsUpdate(RIO, PFA, changes, version, "m.ortega", "Crane kept on site until commissioning");
    }

    private PemsException failedRead() {
        return catchThrowableOfType(PemsException.class, () -> client.read(RIO, PFA));
    }

    private PemsException failedUpdate() {
        return catchThrowableOfType(PemsException.class, () -> client.update(update(1)));
    }

    @Test
    void readsTheRecordWithItsVersion() {
        PfaRecord record = client.read(RIO, PFA);

        assertThat(record.pfaId()).isEqualTo(PFA);
        assertThat(record.organizationId()).isEqualTo(RIO);
        assertThat(record.version()).isEqualTo(1);
        assertThat(record.updatedAt()).isPresent();
        assertThat(record.values()).isEqualTo(PEMS.values("RIO", "PFA-70412"));
    }

    @Test
    void anAcceptedUpdateTellsTheNewVersion() {
        PemsUpdateResult result = client.update(update(1));

        assertThat(result).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.newVersion()).isEqualTo(2);
            assertThat(accepted.updatedAt()).isPresent();
        });
        assertThat(client.read(RIO, PFA).values().get("monthlyRate"))
                .isEqualTo(update(1).changes().get("monthlyRate"));
    }

    @Test
    void aVersionThatHasMovedOnIsAConflictWithTheFieldsPemsNames() {
        PEMS.change("RIO", "PFA-70412", PfaValues.of(Map.of("monthlyRate", 1)));

        PemsUpdateResult result = client.update(update(1));

        assertThat(result).isInstanceOfSatisfying(VersionConflict.class, conflict -> {
            assertThat(conflict.currentVersion()).hasValue(2);
            assertThat(conflict.conflictingFields()).containsExactly("monthlyRate");
        });
        assertThat(PEMS.version("RIO", "PFA-70412")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST, false",
        "401, UNAUTHORIZED, false",
        "403, UNKNOWN_ERROR, false",
        "404, NOT_FOUND, false",
        "422, UNKNOWN_ERROR, false",
        "429, RATE_LIMIT, true",
        "500, SERVER_ERROR, true",
        "502, UNKNOWN_ERROR, true",
        "503, SERVICE_UNAVAILABLE, true",
        "504, UNKNOWN_ERROR, true",
        "302, UNKNOWN_ERROR, false"
    })
    void eachStatusHasItsCodeAndSaysWhetherARetryCanHelp(int status, PemsErrorCode code, boolean retryable) {
        PEMS.behave(StandInBehaviour.status(status).always());

        for (PemsException failure : new PemsException[] {failedRead(), failedUpdate()}) {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure.userMessage()).isNotBlank().hasSizeLessThan(100);
        }
        assertThat(PEMS.calls().total()).isEqualTo(2);
    }

    @Test
    void nothingPemsSaysGetsIntoTheExceptionsTexts() {
        PEMS.behave(StandInBehaviour.status(500).always());

        PemsException failure = failedUpdate();

        assertThat(failure).hasNoCause().hasMessageNotContainingAny("ORA-", "Dao", "<html");
        assertThat(failure.userMessage()).doesNotContain("ORA-", "Dao", "<html");
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, 0",
        "'Wed, 04 Mar 2026 09:15:42 GMT', 42",
        "'Wed, 04 Mar 2026 09:00:00 GMT', 0",
        "'Wednesday, 04-Mar-26 09:15:42 GMT', 42",
        "'Wed Mar  4 09:15:42 2026', 42",
        "999999999, 86400",
        "999999999999999999999999, 86400",
        "soon, ",
        "-5, "
    })
    void retryAfterIsSecondsOrADate(String header, Long seconds) {
        PEMS.behave(StandInBehaviour.status(429).retryAfter(header));

        assertThat(failedUpdate().retryAfter().map(Duration::toSeconds)).isEqualTo(Optional.ofNullable(seconds));
    }

    @ParameterizedTest
    @EnumSource(names = {"GARBAGE", "OVERSIZED", "CLOSE", "LOST_ANSWER", "NO_VERSION"})
    void anUpdateWithoutAUsableAnswerMayBeTriedAgain(Mode mode) {
        PEMS.behave(StandInBehaviour.of(mode).always());

        PemsException failure = failedUpdate();

        assertThat(failure.code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
        assertThat(failure.retryable()).isTrue();
        assertThat(PEMS.calls().total()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"GARBAGE", "OVERSIZED", "CLOSE", "NO_VERSION"})
    void aReadWithoutAUsableAnswerMayBeTriedAgainAndIsAskedForOnce(Mode mode) {
        client.read(RIO, new PfaId("so-that-a-connection-is-in-the-pool"));
        PEMS.calls().clear();
        PEMS.behave(StandInBehaviour.of(mode).always());

        PemsException failure = failedRead();

        assertThat(failure.code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
        assertThat(failure.retryable()).isTrue();
        assertThat(PEMS.calls().total()).isEqualTo(1);
    }

    @Test
    void aLostAnswerShowsInTheRecord() {
        PEMS.behave(StandInBehaviour.of(Mode.LOST_ANSWER));

        failedUpdate();

        PfaRecord record = client.read(RIO, PFA);
        assertThat(record.version()).isEqualTo(2);
        assertThat(update(1).changes().agreesWith(record.values(), "monthlyRate"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(StandInOperation.class)
    void aHangingPemsIsGivenUp(StandInOperation operation) {
        PEMS.behave(StandInBehaviour.of(Mode.HANG).on(operation).always());

        try (HttpPemsClient impatient = client(Duration.ofMillis(200))) {
            switch (operation) {
                case HEALTH -> assertThat(impatient.health().healthy()).isFalse();
                case READ -> assertIsGivenUp(() -> impatient.read(RIO, PFA));
                case UPDATE -> assertIsGivenUp(() -> impatient.update(update(1)));
            }
        }
    }

    private static void assertIsGivenUp(ThrowingCallable request) {
        PemsException failure = catchThrowableOfType(PemsException.class, request);

        assertThat(failure.code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void aPemsThatIsDownMayComeBack() {
        PEMS.stop();
        try {
            PemsException failure = failedUpdate();

            assertThat(failure.code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
            assertThat(failure.retryable()).isTrue();
            assertThat(client.health().error()).contains("PEMS gave no valid answer");
        } finally {
            PEMS.start();
        }
        assertThat(client.update(update(1))).isInstanceOf(Accepted.class);
    }

    @Test
    void anInsistentConflictIsAConflictEvenWithoutABody() {
        PEMS.behave(StandInBehaviour.status(409));

        assertThat(client.update(update(1))).isInstanceOf(VersionConflict.class);
    }

    @Test
    void anOrganizationWithoutACodeIsFoundOutBeforePemsIsAsked() {
        OrganizationId unknown = new OrganizationId("org-nowhere");

        PemsException failure = catchThrowableOfType(PemsException.class, () -> client.read(unknown, PFA));

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.userMessage()).isEqualTo("This organization is not connected to PEMS");
        assertThat(client.serves(unknown)).isFalse();
        assertThat(client.serves(RIO)).isTrue();
        assertThat(PEMS.calls().total()).isZero();
    }

    @Test
    void anIdOfDotsIsNotSentAsAPath() {
        PemsException failure = catchThrowableOfType(PemsException.class, () -> client.read(RIO, new PfaId("..")));

        assertThat(failure.retryable()).isFalse();
        assertThat(PEMS.calls().total()).isZero();
    }

    @Test
    void healthTellsHowPemsIs() {
        assertThat(client.health().healthy()).isTrue();

        PEMS.behave(StandInBehaviour.status(503).on(StandInOperation.HEALTH));

        assertThat(client.health().error()).contains("PEMS answered HTTP 503");
    }
}
