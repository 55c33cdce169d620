package com.pfavanguard.sync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DemoConfigurationTests {

    private final ApplicationContextRunner room = new ApplicationContextRunner()
            .withUserConfiguration(DemoConfiguration.class, SampleWrites.class, SampleWriteController.class)
            .withBean(RecordingPublisher.class)
            .withBean(Clock.class, Clock::systemUTC);

    @Test
    void isOpenUnlessSwitchedOff() {
        room.run(context -> assertThat(context).hasSingleBean(SampleWriteController.class));
    }

    @Test
    void switchedOffThereIsNothingToAsk() {
        room.withPropertyValues("sync.demo.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(SampleWriteController.class)
                        .doesNotHaveBean(SampleWrites.class));
    }

    @Test
    void pausesTheWrongWayRoundFailTheStart() {
        room.withPropertyValues("sync.demo.shortest-pause=2s", "sync.demo.longest-pause=1s")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("sync.demo.shortest-pause"));
    }
}
