package com.pfavanguard.sync.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.PfaId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordIdsTests {

    private final RecordIds ids = new RecordIds(new Random(20260304));

    @Test
    void recordsOfARunAreTold() {
        PfaId first = ids.next();
        PfaId second = ids.next();

        assertThat(first.value()).matches("DEMO-[0-9A-Z]{5}-1");
        assertThat(second).isNotEqualTo(first);
        assertThat(ids.contains(first)).isTrue();
        assertThat(ids.contains(new PfaId("PFA-70412"))).isFalse();
    }

    @Test
    void anotherRunHasOthers() {
        assertThat(ids.contains(new RecordIds(new Random(1)).next())).isFalse();
    }
}
