package com.pfavanguard.sync.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.cli.http.JsonHttp;
import com.pfavanguard.sync.cli.watch.EventFormat;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.cli.watch.StreamAddress;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.TestGateway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class DemoIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anInterruptedDemoLeavesTheStandInAsItWas(@TempDir Path data) throws Exception {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.retry.delay=60s")) {
            PemsUrl pems = PemsUrl.of(gateway.bean(StandInPems.class).baseUrl().toString());
            Demo demo = demo(gateway, pems);
            FutureTask<Void> playing = new FutureTask<>(() -> {
                demo.play(Clock.systemUTC());
                return null;
            });
            new Thread(playing).start();
            await().atMost(60, TimeUnit.SECONDS).until(() -> out.toString().contains("the worker waits"));
            assertThat(behaviours(pems)).hasSize(1);

            demo.stop();

            assertThat(behaviours(pems)).isEmpty();
            assertThat(playing)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(InterruptedException.class);
            assertThat(err.toString()).isEmpty();
        }
    }

    private Demo demo(TestGateway gateway, PemsUrl pems) {
        return new Demo(
                new StreamAddress(
                        GatewayUrl.of("http://localhost:" + gateway.port()), new OrganizationId("org-interrupted")),
                pems,
                Duration.ofSeconds(60),
                EventFormat.readable(ZoneOffset.UTC, false),
                new PrintWriter(out),
                new PrintWriter(err));
    }

    private static JsonNode behaviours(PemsUrl pems) throws InterruptedException {
        return new JsonHttp(pems.uri(), null, IllegalStateException::new)
                .get("/stand-in/behaviour")
                .body()
                .path("waiting");
    }
}
