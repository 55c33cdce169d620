package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RotationTests {

    private enum Behaviour {
        LIVE,
        PASSIVE,
        HANGING
    }

    private final class Connection implements AutoCloseable {

        private final String address;
        private volatile boolean closed;

        Connection(String address) {
            this.address = address;
            open.add(this);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Map<String, Behaviour> brokers = new ConcurrentHashMap<>();
    private final CountDownLatch hangingAnswers = new CountDownLatch(1);
    private final List<String> tried = Collections.synchronizedList(new ArrayList<>());
    private final List<Connection> open = Collections.synchronizedList(new ArrayList<>());
    private List<String> addresses = List.of();
    private final Rotation<String, Connection> rotation =
            new Rotation<>("test-connect", () -> addresses, this::connect);

    private Connection connect(String address) throws Exception {
        tried.add(address);
        switch (brokers.getOrDefault(address, Behaviour.PASSIVE)) {
            case PASSIVE -> throw new IOException("Connection refused");
            case HANGING -> hangingAnswers.await();
            case LIVE -> {
                return new Connection(address);
            }
        }
        return new Connection(address);
    }

    private void addresses(String... all) {
        addresses = Arrays.asList(all);
    }

    @AfterEach
    void release() {
        hangingAnswers.countDown();
    }

    @Test
    void findsTheLiveBrokerBehindPassiveOnes() throws Exception {
        addresses("a", "b", "c");
        brokers.put("c", Behaviour.LIVE);

        assertThat(rotation.connect().address).isEqualTo("c");
        assertThat(tried).containsExactly("a", "b", "c");
    }

    @Test
    void oneThatHangsDoesNotKeepTheOthersWaiting() throws Exception {
        addresses("a", "b");
        brokers.putAll(Map.of("a", Behaviour.HANGING, "b", Behaviour.LIVE));

        assertThat(rotation.connect().address).isEqualTo("b");
    }

    @Test
    void aConnectionThatComesTooLateIsClosed() throws Exception {
        addresses("a", "b");
        brokers.putAll(Map.of("a", Behaviour.HANGING, "b", Behaviour.LIVE));
        Connection won = rotation.connect();

        hangingAnswers.countDown();

        Awaitility.await().until(() -> open.size() == 2 && open.get(1).closed);
        assertThat(won.closed).isFalse();
    }

    @Test
    void aSlowBrokerWinsInALaterRoundWithTheAttemptOfTheFirst() throws Exception {
        addresses("a", "b");
        brokers.put("a", Behaviour.HANGING);
        assertThatExceptionOfType(NoBrokerException.class)
                .isThrownBy(rotation::connect)
                .withMessage("a: no answer yet; b: Connection refused");

        hangingAnswers.countDown();

        assertThat(rotation.connect().address).isEqualTo("a");
        assertThat(tried).filteredOn("a"::equals).hasSize(1);
    }

    @Test
    void whatFailsIsTriedAgainInTheNextRound() throws Exception {
        addresses("a");
        assertThatExceptionOfType(NoBrokerException.class)
                .isThrownBy(rotation::connect)
                .withMessage("Connection refused");

        brokers.put("a", Behaviour.LIVE);

        assertThat(rotation.connect().address).isEqualTo("a");
    }

    @Test
    void beginsWithTheBrokerThatAcceptedLast() throws Exception {
        addresses("a", "b", "c");
        brokers.put("b", Behaviour.LIVE);
        rotation.connect();
        brokers.put("a", Behaviour.LIVE);

        assertThat(rotation.connect().address).isEqualTo("b");
    }

    @Test
    void beginsBehindABrokerThatFellSilent() throws Exception {
        addresses("a", "b", "c");
        brokers.putAll(Map.of("a", Behaviour.LIVE, "c", Behaviour.LIVE));
        rotation.connect();
        tried.clear();

        rotation.passOver();

        assertThat(rotation.connect().address).isEqualTo("c");
        assertThat(tried).containsExactly("b", "c");
    }

    @Test
    void looksUpTheAddressesForEachRound() throws Exception {
        addresses("a");
        brokers.put("b", Behaviour.LIVE);
        assertThatExceptionOfType(NoBrokerException.class).isThrownBy(rotation::connect);

        addresses("b");

        assertThat(rotation.connect().address).isEqualTo("b");
    }

    @Test
    void saysSoIfNoAddressIsKnown() {
        assertThatExceptionOfType(NoBrokerException.class)
                .isThrownBy(rotation::connect)
                .withMessageStartingWith("no IP address is known for");
    }

    @Test
    void abandoningClosesWhatIsUnderWay() {
        addresses("a");
        brokers.put("a", Behaviour.HANGING);
        assertThatExceptionOfType(NoBrokerException.class).isThrownBy(rotation::connect);

        rotation.abandon();
        hangingAnswers.countDown();

        Awaitility.await().until(() -> open.size() == 1 && open.get(0).closed);
    }

    @Test
    void anErrorInAnAttemptIsAFailureLikeAnother() {
        AtomicInteger attempts = new AtomicInteger();
        Rotation<String, Connection> broken = new Rotation<>("test-connect", () -> List.of("a"), address -> {
            attempts.incrementAndGet();
            throw new StackOverflowError();
        });

        assertThatExceptionOfType(NoBrokerException.class).isThrownBy(broken::connect);
        assertThatExceptionOfType(NoBrokerException.class).isThrownBy(broken::connect);
        assertThat(attempts).hasValue(2);
    }
}
