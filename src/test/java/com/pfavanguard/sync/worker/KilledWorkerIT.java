package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.SyncGateway;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The worker is a process of its own here, so that it can be killed as {@code kill -9} does. */
class KilledWorkerIT {

    @TempDir
    Path data;

    private static Process worker(TestGateway gateway, StandInPems pems, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SyncGateway.class.getName(),
                        "--server.port=0",
                        "--sync.broker.mode=external",
                        "--sync.broker.external.stomp-port=" + gateway.stompPort(),
                        "--sync.broker.external.jms-url=tcp://127.0.0.1:" + gateway.jmsPort(),
                        "--sync.worker.rate=1000",
                        "--sync.pems.unmapped-organizations=use-id",
                        "--sync.pems.username=u",
                        "--sync.pems.password=p",
                        "--sync.pems.base-url=" + pems.baseUrl())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void kill(Process worker) throws InterruptedException {
        assertThat(worker.destroyForcibly().waitFor(WireClient.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void nothingIsLostDoneTwiceOrOvertaken() throws Exception {
        int pfas = 100;
        int editsEach = 4;
        try (TestGateway gateway = TestGateway.start(data.resolve("broker"), "--sync.worker.enabled=false");
                WireClient client = WireClient.json(gateway, "org-kill")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            RestClient rest = new RestClient(gateway);
            for (int round = 1; round <= editsEach; round++) {
                String before = "m" + (round - 1);
                String after = "m" + round;
                int version = round;
                rest.write(
                        "org-kill",
                        // The later, the more urgent.
                        round * 3 - 3,
                        IntStream.range(0, pfas)
                                .mapToObj(
                                        i -> edit("PFA-" + i, version, Map.of("model", before), Map.of("model", after)))
                                .toList());
            }

            for (int kills = 1; kills <= 3; kills++) {
                long callsBefore = pems.calls().total();
                Process worker = worker(gateway, pems, data.resolve("worker-" + kills + ".log"));
                Awaitility.await()
                        .atMost(WireClient.PATIENCE.multipliedBy(2))
                        .until(() -> pems.calls().total() > callsBefore + 100);
                kill(worker);
            }
            Process last = worker(gateway, pems, data.resolve("worker-last.log"));

            Map<String, Integer> latest = new HashMap<>();
            for (int i = 0; i < pfas * editsEach; i++) {
                JsonNode end = terminal(client);
                assertThat(end.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
                int version = end.at("/details/newVersion").intValue();
                Integer before = latest.put(end.get("pfaId").stringValue(), version);
                assertThat(version).isEqualTo(before == null ? 2 : before + 1);
            }
            assertThat(latest).hasSize(pfas);
            assertThat(IntStream.range(0, pfas)
                            .mapToObj(i -> pems.values("org-kill", "PFA-" + i).get(PfaField.MODEL)))
                    .allMatch(List.of("m" + editsEach)::contains);
            assertThat(IntStream.range(0, pfas).map(i -> pems.version("org-kill", "PFA-" + i)))
                    .containsOnly(1 + editsEach);
            assertThat(pems.calls().mostInFlightOnOneRecord()).isEqualTo(1);
            kill(last);
        }
    }
}
