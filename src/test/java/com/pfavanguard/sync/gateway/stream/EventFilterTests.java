package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.event.SyncEventType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTests {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,                         -,           true
            SYNC_FAILED,               -,           true
            SYNC_CONFLICT,             -,           false
            'SYNC_CONFLICT,SYNC_FAILED', -,         true
            -,                         PFA-1,       true
            -,                         PFA-2,       false
            -,                         'PFA-2,PFA-1', true
            -,                         pfa-1,       false
            SYNC_FAILED,               PFA-1,       true
            SYNC_FAILED,               PFA-2,       false
            SYNC_QUEUED,               PFA-1,       false
            ' SYNC_FAILED , SYNC_QUEUED', ' PFA-1 ', true
            """)
    void bothListsMustMatch(String types, String pfaIds, boolean matches) throws InvalidFilterException {
        assertThat(EventFilter.parse(types, pfaIds).matches(SyncEventType.SYNC_FAILED, "PFA-1"))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "SYNC_FAILED,", "sync_failed", "SYNC_UNKNOWN", "SYNC_FAILED;SYNC_QUEUED"})
    void listsOfTypesThatCannotBeReadAreRefused(String types) {
        assertThatThrownBy(() -> EventFilter.parse(types, null))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageContaining("types must be one or more of [SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS,")
                .hasMessageEndingWith("separated by commas; leave it out to hear all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "PFA-1,", "PFA 1", "PFA/1", "*"})
    void listsOfRecordsThatCannotBeReadAreRefused(String pfaIds) {
        assertThatThrownBy(() -> EventFilter.parse(null, pfaIds))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageStartingWith("pfa-ids must be one or more ids that match [A-Za-z0-9._:-]{1,64},");
    }

    @Test
    void aListHasAHundredRecordsAtMost() throws InvalidFilterException {
        String hundred = IntStream.range(0, 100).mapToObj(i -> "PFA-" + i).collect(Collectors.joining(","));

        assertThat(EventFilter.parse(null, hundred + ",PFA-1").matches(SyncEventType.SYNC_QUEUED, "PFA-99"))
                .isTrue();
        assertThatThrownBy(() -> EventFilter.parse(null, hundred + ",PFA-100"))
                .hasMessage("pfa-ids may list at most 100 records");
    }

    @Test
    void aListOfAllTypesIsNoFilter() throws InvalidFilterException {
        String all = Stream.of(SyncEventType.values()).map(Enum::name).collect(Collectors.joining(","));

        assertThat(EventFilter.parse(all, null)).isSameAs(EventFilter.ALL);
        assertThat(EventFilter.parse(all, "PFA-1")).isEqualTo(EventFilter.parse(null, "PFA-1"));
    }
}
