package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.edits;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The worker is a process of its own here, so that it can be killed as {@code kill -9} does. */
class KilledWorkerIT {

    @TempDir
    Path data;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNoProcessBehind() {
        started.forEach(Process::destroyForcibly);
    }

    private Process worker(TestGateway gateway, StandInPems pems, Path log) throws IOException {
        return worker(gateway, pems, 1_000, log);
    }

    private Process worker(TestGateway gateway, StandInPems pems, int rate, Path log) throws IOException {
        Process worker = new ProcessBuilder(GatewayProcess.command(
                        "--server.port=0",
                        "--sync.broker.mode=external",
                        "--sync.broker.external.addresses=127.0.0.1:" + gateway.stompPort() + ":" + gateway.jmsPort(),
                        "--sync.broker.external.login=" + TestLogin.GATEWAY,
                        "--sync.broker.external.passcode=" + TestLogin.passwordOf(TestLogin.GATEWAY),
                        "--sync.worker.rate=" + rate,
                        "--sync.pems.unmapped-organizations=use-id",
                        "--sync.pems.username=u",
                        "--sync.pems.password=p",
                        "--sync.pems.base-url=" + pems.baseUrl()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        started.add(worker);
        return worker;
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

    @Test
    void oneWorkerWritesAndAnotherTakesOverWhenItIsGone() throws Exception {
        int rate = 20;
        try (TestGateway gateway = TestGateway.start(data.resolve("broker"), "--sync.worker.enabled=false");
                WireClient client = WireClient.json(gateway, "org-stand-by")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            new RestClient(gateway).write("org-stand-by", 0, edits(60));

            List<Process> workers = List.of(
                    worker(gateway, pems, rate, data.resolve("worker-1.log")),
                    worker(gateway, pems, rate, data.resolve("worker-2.log")));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE.multipliedBy(2))
                    .until(() -> logs(2).stream().anyMatch(log -> log.contains("this process stands by"))
                            && pems.calls().total() > 20);
            int working = logs(2).get(0).contains("this process stands by") ? 1 : 0;
            assertThat(logs(2).get(1 - working)).doesNotContain("Writing to PEMS");
            kill(workers.get(working));

            Map<String, Integer> ends = new HashMap<>();
            for (int i = 0; i < 60; i++) {
                JsonNode end = terminal(client);
                assertThat(end.at("/details/newVersion").asInt()).isEqualTo(2);
                ends.merge(end.get("pfaId").stringValue(), 1, Integer::sum);
            }
            assertThat(ends).hasSize(60);
            assertThat(pems.calls().mostInFlightOnOneRecord()).isEqualTo(1);
            kill(workers.get(1 - working));
        }
    }

    private List<String> logs(int workers) throws IOException {
        List<String> logs = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            logs.add(Files.readString(data.resolve("worker-" + i + ".log")));
        }
        return logs;
    }

    @Test
    void whatItHadInHandComesBeforeALaterAndMoreUrgentEdit() throws Exception {
        try (TestGateway gateway = TestGateway.start(data.resolve("broker"), "--sync.worker.enabled=false");
                WireClient client = WireClient.json(gateway, "org-hand")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(StandInBehaviour.of(Mode.HANG).on(StandInOperation.READ));
            RestClient rest = new RestClient(gateway);
            rest.write("org-hand", edit("PFA-1", 1, Map.of(), Map.of("model", "first")));
            Process killed = worker(gateway, pems, data.resolve("worker-1.log"));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE.multipliedBy(2))
                    .until(() -> pems.calls().total() == 1);
            rest.write("org-hand", 10, List.of(edit("PFA-1", 2, Map.of("model", "first"), Map.of("model", "second"))));

            kill(killed);
            Process next = worker(gateway, pems, data.resolve("worker-2.log"));

            assertThat(terminal(client).at("/details/newVersion").asInt()).isEqualTo(2);
            assertThat(terminal(client).at("/details/newVersion").asInt()).isEqualTo(3);
            assertThat(pems.values("org-hand", "PFA-1").get(PfaField.MODEL)).isEqualTo("second");
            kill(next);
        }
    }
}
