package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerPropertiesTests {

    private static WorkerProperties scheduled(String schedule) {
        return new Binder(new MapConfigurationPropertySource(Map.of("sync.worker.schedule", schedule)))
                .bindOrCreate("sync.worker", WorkerProperties.class);
    }

    @Test
    void aScheduleMayBeOneOfCrontabs() {
        assertThat(scheduled("* * * * *").schedule()).isEqualTo("0 * * * * *");
        assertThat(scheduled(" */5  8-17 * * MON-FRI ").schedule()).isEqualTo("0 */5  8-17 * * MON-FRI");
    }

    @Test
    void aScheduleWithSecondsStaysAsItIs() {
        assertThat(scheduled("*/2 * * * * *").schedule()).isEqualTo("*/2 * * * * *");
        assertThat(scheduled(" ").schedule()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * *", "60 * * * *", "every minute", "* * * * * * *"})
    void anythingElseIsRefused(String schedule) {
        assertThatThrownBy(() -> scheduled(schedule)).rootCause().hasMessageContaining("sync.worker.schedule");
    }
}
