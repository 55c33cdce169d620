package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** The machine's clock is set back while edits wait. */
class ClockSetBackIT {

    /** A clock that is wrong by an amount that the test sets. */
    static class WrongClock {

        private static volatile Duration behind = Duration.ZERO;

        @Bean
        @Primary
        Clock wrongClock() {
            return ((InstantSource) () -> Clock.systemUTC().instant().minus(behind)).withZone(ZoneOffset.UTC);
        }
    }

    @Test
    void aRetryAndAPauseEndInTime(@TempDir Path data) {
        WrongClock.behind = Duration.ZERO;
        try (TestGateway gateway = TestGateway.startWith(
                        WrongClock.class,
                        data,
                        "--sync.worker.retry.delay=1s",
                        "--sync.worker.unauthorized-pause=1s",
                        "--sync.worker.schedule=* * * * * *");
                WireClient client = WireClient.json(gateway, "org-clock")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            RestClient rest = new RestClient(gateway);
            pems.behave(StandInBehaviour.status(429).retryAfter("1"));
            rest.write("org-clock", edit("PFA-retried", "new"));
            JsonNode event = client.nextJson();
            while (!event.path("details").has("retryCount")) {
                event = client.nextJson();
            }

            WrongClock.behind = Duration.ofHours(1);

            assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            // By the clock it took less than no time; it counts all the same.
            await().until(() -> gateway.bean(MeterRegistry.class)
                            .get("pems.sync.latency")
                            .timer()
                            .count()
                    == 1);

            WrongClock.behind = Duration.ZERO;
            pems.behave(StandInBehaviour.status(401));
            rest.write("org-clock", edit("PFA-refused", "new"));
            assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
            rest.write("org-clock", edit("PFA-paused", "new"));

            WrongClock.behind = Duration.ofHours(1);

            assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        }
    }
}
