package com.pfavanguard.sync.pair;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures ways to run a pair of brokers: kills, cuts and freezes them under load, and counts what clients, rings and
 * queues have lost. Appends the figures to {@code target/pair-report.txt}; decision 0044 quotes them. Runs the pair of
 * {@code broker-config/ha-pair} unless {@code -Dsync.test.candidates} names others, as a regular expression.
 */
@Tag("cluster")
class PairCandidatesIT {

    private static final Path REPORT = Path.of("target/pair-report.txt");
    private static final int CLIENTS_PER_ORGANIZATION = 10;
    private static final Duration CUT = Duration.ofSeconds(20);
    private static final Duration FREEZE = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final List<Listener> listeners = new ArrayList<>();
    private List<ReceiptProducer> producers = List.of();
    private Candidate candidate = Candidate.SHARED_STORE_PEERS;

    static Stream<Candidate> candidates() {
        String wanted = System.getProperty("sync.test.candidates", Candidate.SHARED_STORE_PEERS.name());
        return Arrays.stream(Candidate.values())
                .filter(candidate -> candidate.name().matches(wanted));
    }

    @ParameterizedTest
    @MethodSource("candidates")
    void whatABrokerHasConfirmedSurvivesKillsCutsAndFreezes(Candidate candidate) throws Exception {
        this.candidate = candidate;
        say("== %s", candidate);
        try (BrokerPair pair = BrokerPair.of(candidate, directory)) {
            pair.first().start();
            pair.second().launch();
            pair.second().awaitLog(candidate.standingBy());
            GatewayProcess gateway = GatewayProcess.start(
                    Files.createDirectories(directory.resolve("gateway")),
                    "--sync.broker.mode=external",
                    "--sync.broker.external.addresses=" + pair.addresses(),
                    "--sync.broker.external.login=" + TestLogin.GATEWAY,
                    "--sync.broker.external.passcode=" + TestLogin.passwordOf(TestLogin.GATEWAY));
            try {
                run(pair, gateway);
            } finally {
                gateway.kill();
                keepLogs(pair);
            }
        }
    }

    private void run(BrokerPair pair, GatewayProcess gateway) throws Exception {
        int a = pair.first().stompPort();
        int b = pair.second().stompPort();
        producers = List.of(
                new ReceiptProducer("org-rio", 20, a, b),
                new ReceiptProducer("org-andes", 20, a, b),
                // If both served, this one would find the second.
                new ReceiptProducer("org-lima", 20, b, a));
        for (ReceiptProducer producer : producers) {
            for (int i = 0; i < CLIENTS_PER_ORGANIZATION; i++) {
                listeners.add(new Listener(gateway.webSocket(producer.organization())));
            }
        }
        PairQueues.fill(pair.first());
        List<Thread> threads = producers.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        pause(8);

        killTheFirst(pair);
        if (candidate.failsBack()) {
            failBack(pair);
        } else {
            killTheSecond(pair);
        }
        check("after the kills", pair.active());
        cutTheNetwork(pair);
        killAfterTheCut(pair);
        freeze(pair);

        producers.forEach(ReceiptProducer::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        pause(5);
        check("at the end", pair.active());
    }

    private void killTheFirst(BrokerPair pair) throws Exception {
        Ring before = Ring.read(pair.first().stompPort());
        long killed = System.nanoTime();
        pair.first().kill();
        pair.second().awaitServing();
        say("kill of the first: the other serves after %d ms", millisSince(killed));
        pause(8);
        say("kill of the first: silence %d ms", silenceSince(killed));
        compare("kill of the first", before, pair.second());
        int duplicates = PairQueues.sendAgain(pair.second(), before, "org-rio");
        say("kill of the first: %d events that were sent again were stored again", duplicates);
        if (!candidate.isMirror()) {
            assertThat(duplicates).isZero();
        }
    }

    private void failBack(BrokerPair pair) throws Exception {
        Ring before = Ring.read(pair.second().stompPort());
        long started = System.nanoTime();
        pair.first().start();
        say("failback: the first serves after %d ms", millisSince(started));
        pause(8);
        say("failback: silence %d ms", silenceSince(started));
        compare("failback", before, pair.first());
    }

    private void killTheSecond(BrokerPair pair) throws Exception {
        pair.first().launch().awaitLog(candidate.standingBy());
        pause(5);
        assertThat(pair.first().isServing()).isFalse();
        Ring before = Ring.read(pair.second().stompPort());
        long killed = System.nanoTime();
        pair.second().kill();
        pair.first().awaitServing();
        say("kill of the second: the other serves after %d ms", millisSince(killed));
        pause(8);
        say("kill of the second: silence %d ms", silenceSince(killed));
        compare("kill of the second", before, pair.first());
        pair.second().launch();
    }

    private void cutTheNetwork(BrokerPair pair) throws Exception {
        pair.second().awaitLog(candidate.standingBy());
        pause(3);
        long cut = System.nanoTime();
        pair.cut();
        boolean both = false;
        while (System.nanoTime() - cut < CUT.toNanos()) {
            LockSupport.parkNanos(200_000_000);
            both |= pair.first().isServing() && pair.second().isServing();
        }
        say("cut: silence %d ms, both served: %s", silenceSince(cut), both);
        assertThat(both).as("both served").isFalse();
        pair.mend();
        pause(15);
        check("after the cut", pair.active());
    }

    private void killAfterTheCut(BrokerPair pair) throws Exception {
        ArtemisBroker live = pair.active();
        long killed = System.nanoTime();
        live.kill();
        pair.other(live).awaitServing();
        pause(5);
        say("kill after the cut: silence %d ms", silenceSince(killed));
        check("after the kill after the cut", pair.active());
        live.launch();
        pause(10);
    }

    private void freeze(BrokerPair pair) throws Exception {
        ArtemisBroker frozen = pair.active();
        long since = System.nanoTime();
        frozen.freeze();
        pause((int) FREEZE.toSeconds());
        boolean taken = pair.other(frozen).isServing();
        frozen.thaw();
        pause(10);
        say("freeze of %d s: silence %d ms, the other served: %s", FREEZE.toSeconds(), silenceSince(since), taken);
    }

    /** What the broker has now of what another had. */
    private void compare(String when, Ring before, ArtemisBroker broker) throws Exception {
        Ring now = Ring.read(broker.stompPort());
        say(
                "%s: of %d events in the ring %d are missing, %d have another number, %d another place within their"
                        + " organization; revocations %s, conflicts %s",
                when,
                before.entries().size(),
                now.missing(before),
                now.renumbered(before),
                now.movedWithinOrganization(before),
                PairQueues.revocations(broker),
                PairQueues.conflicts(broker));
        if (candidate == Candidate.MIRROR) {
            assertThat(now.missing(before))
                    .as("the mirror keeps the ring; see decision 0044")
                    .isPositive();
        } else if (!candidate.isMirror()) {
            assertThat(now.missing(before)).isZero();
            assertThat(now.renumbered(before)).isZero();
            assertThat(now.movedWithinOrganization(before)).isZero();
            assertThat(PairQueues.revocations(broker)).isEqualTo(PairQueues.LAST_REVOCATIONS);
            assertThat(PairQueues.conflicts(broker)).isEqualTo(PairQueues.CONFLICTS_LEFT);
        }
    }

    /** Counts what clients and ring have of all that is confirmed, except the last events, which may be on their way. */
    private void check(String when, ArtemisBroker broker) throws IOException {
        List<List<String>> settled = producers.stream()
                .map(producer -> List.copyOf(producer.confirmed()))
                .map(ids -> ids.subList(0, Math.max(0, ids.size() - 60)))
                .toList();
        pause(2);
        Ring ring = Ring.read(broker.stompPort());
        Set<String> inRing = new HashSet<>(ring.eventIds());
        long confirmed = settled.stream().mapToInt(List::size).sum();
        long notInRing = settled.stream()
                .flatMap(List::stream)
                .filter(id -> !inRing.contains(id))
                .count();
        long lost = 0;
        long doubled = 0;
        long disordered = 0;
        for (int i = 0; i < listeners.size(); i++) {
            Listener listener = listeners.get(i);
            int organization = i / CLIENTS_PER_ORGANIZATION;
            lost += listener.lost(settled.get(organization));
            doubled += listener.doubled();
            disordered +=
                    listener.inOrderOf(List.copyOf(producers.get(organization).confirmed())) ? 0 : 1;
            assertThat(listener.isClosed()).as("closed").isFalse();
        }
        say(
                "%s: %d confirmed, %d sent again; clients: %d lost, %d doubled, %d out of order; ring: %d lost, %d doubled",
                when,
                confirmed,
                producers.stream().mapToInt(ReceiptProducer::resent).sum(),
                lost,
                doubled,
                disordered,
                notInRing,
                ring.doubled());
        assertThat(doubled).as("doubled").isZero();
        if (!candidate.isMirror()) {
            assertThat(List.of(lost, disordered, notInRing, ring.doubled()))
                    .as("lost, out of order, not in the ring, doubled in the ring")
                    .containsOnly(0L);
        }
    }

    private long silenceSince(long nanos) {
        long now = System.nanoTime();
        return Collections.max(listeners.stream()
                .map(listener -> listener.longestSilenceMs(nanos, now))
                .toList());
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void say(String format, Object... values) throws IOException {
        Files.writeString(
                REPORT, format.formatted(values) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void keepLogs(BrokerPair pair) throws IOException {
        Path logs = Files.createDirectories(Path.of("target/pair-logs", candidate.name()));
        Files.writeString(logs.resolve("first.log"), pair.first().log());
        Files.writeString(logs.resolve("second.log"), pair.second().log());
        Files.copy(
                directory.resolve("gateway/output-1.log"),
                logs.resolve("gateway.log"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets the load go on for this long; nothing is expected to happen at its end. */
    private static void pause(int seconds) {
        Awaitility.await().pollDelay(Duration.ofSeconds(seconds)).until(() -> true);
    }
}
