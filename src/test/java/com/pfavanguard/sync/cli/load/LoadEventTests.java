package com.pfavanguard.sync.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LoadEventTests {

    private final byte[] json = LoadEvent.json("org-0007", 'K', 4_711, 123_456_789_012L, 200);

    @Test
    void isASyncEventOfTheSizeAskedFor() throws Exception {
        SyncEvent event = new SyncEventJson().decode(json, null, new EventId("m-1"));

        assertThat(json).hasSize(200);
        assertThat(event.organizationId().value()).isEqualTo("org-0007");
    }

    @Test
    void carriesPhaseNumberAndMoment() {
        int stamp = LoadEvent.find(json, 0, json.length);

        assertThat(LoadEvent.phase(json, stamp)).isEqualTo('K');
        assertThat(LoadEvent.number(json, stamp)).isEqualTo(4_711);
        assertThat(LoadEvent.sentAt(json, stamp)).isEqualTo(123_456_789_012L);
        assertThat(LoadEvent.isAt(json, stamp, json.length)).isTrue();
        assertThat(LoadEvent.isAt(json, stamp + 1, json.length)).isFalse();
    }

    @Test
    void isFoundAmongOthers() {
        byte[] two = ("MESSAGE\n\n" + text(json) + "\0" + text(json)).getBytes(StandardCharsets.UTF_8);

        int first = LoadEvent.find(two, 0, two.length);
        int second = LoadEvent.find(two, first, two.length);

        assertThat(second - first).isEqualTo(json.length + 1);
        assertThat(LoadEvent.find(two, second, two.length)).isEqualTo(-1);
    }

    @Test
    void aCutOffStampIsNone() {
        int stamp = LoadEvent.find(json, 0, json.length);
        int end = stamp + LoadEvent.STAMP_LENGTH;

        assertThat(LoadEvent.find(json, 0, end)).isEqualTo(stamp);
        assertThat(LoadEvent.find(json, 0, end - 1)).isEqualTo(-1);
        assertThat(LoadEvent.isAt(json, stamp, end - 1)).isFalse();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
