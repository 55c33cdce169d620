package com.pfavanguard.sync.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTests {

    private static final long LAST_MILLISECOND =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final Locale defaultLocale = Locale.getDefault();

    @AfterEach
    void restoreDefaultLocale() {
        Locale.setDefault(defaultLocale);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-04T09:15:00Z,           2026-03-04T09:15:00.000Z",
        "2026-03-04T09:15:02.04Z,        2026-03-04T09:15:02.040Z",
        "2026-03-04T09:15:02.000001Z,    2026-03-04T09:15:02.000Z",
        "2026-03-04T09:15:02.123999999Z, 2026-03-04T09:15:02.123Z",
        "1970-01-01T00:00:00Z,           1970-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z,       9999-12-31T23:59:59.999Z"
    })
    void alwaysHaveThreeFractionDigits(Instant moment, String written) {
        Instant checked = Timestamps.checked(moment);

        assertThat(Timestamps.format(checked)).isEqualTo(written);
        assertThat(Instant.parse(written)).isEqualTo(checked);
    }

    @Test
    void areWrittenAndReadAsTheLibraryDoes() {
        DateTimeFormatter formatter =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            Instant moment = Instant.ofEpochMilli((long) (random.nextDouble() * LAST_MILLISECOND));
            String written = Timestamps.format(moment);

            assertThat(written).isEqualTo(formatter.format(moment));
            assertThat(Timestamps.parse(written)).isEqualTo(moment);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-04T09:15:00Z",
                "2026-03-04T09:15:02.04Z",
                "2026-03-04T09:15:02.040123Z",
                "2026-03-04T24:00:00.000Z",
                "2016-12-31T23:59:60.000Z",
                "2024-02-29T00:00:00.000Z",
                "+12026-03-04T09:15:00.000Z"
            })
    void areReadInEverySpellingOfTheStandard(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00.000Z",
                "2026-13-01T00:00:00.000Z",
                "2026-03-04T09:15:02.04xZ",
                "2026-03-04 09:15:02.040Z",
                "2026-03-04T09:60:02.040Z",
                "٢٠٢٦-03-04T09:15:02.040Z",
                ""
            })
    void areRefusedIfTheyAreNone(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Timestamps.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"})
    void lieInTheYears1970To9999(Instant moment) {
        assertThatIllegalArgumentException().isThrownBy(() -> Timestamps.checked(moment));
    }

    @Test
    void areWrittenInLatinDigitsWhateverTheMachinesLanguage() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

        assertThat(Timestamps.format(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @Test
    void areCutToMillisecondsInEveryEventSoThatWhatIsReadEqualsWhatWasWritten() {
        Instant precise = Instant.parse("2026-03-04T09:15:02.040999Z");

        SyncQueued queued = new SyncQueued(
                EventId.random(),
                ExampleEvents.ORG_ANDES,
                new PfaId("PFA-1"),
                precise,
                new SyncQueued.Retry(1, precise));

        assertThat(queued.timestamp()).isEqualTo(Instant.parse("2026-03-04T09:15:02.040Z"));
        assertThat(queued.retry()).contains(new SyncQueued.Retry(1, queued.timestamp()));
    }
}
