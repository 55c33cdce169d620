package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.RecordStates.EventsPage;
import com.pfavanguard.sync.gateway.RecordStates.StatesPage;
import com.pfavanguard.sync.gateway.stream.SimulatedBroker.Message;
import com.pfavanguard.sync.gateway.stream.StreamFixture.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens boards at random while events flow, gateways start and end, their links break, the lock changes hands and the
 * broker restarts: what a board shows in the end is what was published, or the board was told that it may not be.
 */
class RandomStatesTests {

    private static final OrganizationId A = new OrganizationId("org-a");
    private static final OrganizationId B = new OrganizationId("org-b");
    private static final int STEPS = 20_000;
    private static final int RECORDS = 60;

    private final TestClock clock = new TestClock();
    private final SimulatedBroker broker = new SimulatedBroker(clock);
    private final List<SimulatedGateway> gateways = new ArrayList<>();
    private int opened;
    private int certain;
    private Random random = new Random(0);

    /** What a client shows: the last event of each record. */
    private static final class Board {
        final OrganizationId organizationId;
        final Map<String, String> shown = new HashMap<>();
        long uncertainBefore;

        @Nullable String position;

        Board(OrganizationId organizationId) {
            this.organizationId = organizationId;
        }

        void show(byte[] json) {
            String event = new String(json, StandardCharsets.UTF_8);
            shown.put(event.replaceAll(".*\"pfaId\":\"([^\"]+)\".*", "$1"), StreamFixture.id(event));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void statesPlusStreamIsWhatWasPublished(long seed) {
        random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        assertThat(opened).isGreaterThan(1_000);
        assertThat(certain).isGreaterThan(opened / 10);
    }

    private void step() {
        int chance = random.nextInt(1_000);
        if (chance < 600) {
            publish();
        } else if (chance < 800) {
            gateways.forEach(gateway -> gateway.read(random.nextInt(30)));
        } else if (chance < 900) {
            keep();
        } else if (chance < 980) {
            open();
        } else if (chance < 990) {
            startOrEnd();
        } else if (chance < 997) {
            gateways.stream()
                    .skip(random.nextInt(gateways.size() + 1))
                    .findFirst()
                    .ifPresent(SimulatedGateway::connect);
        } else if (chance < 999) {
            clock.pass(Duration.ofSeconds(random.nextInt(20)));
        } else {
            restartBroker();
        }
        clock.pass(Duration.ofMillis(random.nextInt(20)));
    }

    private void publish() {
        SyncEventType[] types = SyncEventType.values();
        broker.publish(
                random.nextInt(4) == 0 ? B : A,
                "PFA-" + random.nextInt(RECORDS),
                types[random.nextInt(types.length)],
                random.nextInt(5) > 0);
    }

    private void keep() {
        SimulatedGateway keeper =
                gateways.stream().filter(SimulatedGateway::isKeeper).findAny().orElse(null);
        if (keeper == null) {
            gateways.stream()
                    .skip(random.nextInt(gateways.size() + 1))
                    .findFirst()
                    .ifPresent(SimulatedGateway::takeOver);
        } else if (random.nextInt(20) == 0) {
            keeper.saveWithoutAnswer(random.nextBoolean());
        } else if (random.nextInt(40) == 0) {
            keeper.giveUp();
        } else {
            keeper.save();
        }
    }

    private void startOrEnd() {
        if (gateways.size() < 3 && random.nextBoolean()) {
            gateways.add(new SimulatedGateway(broker));
        } else if (gateways.size() > 1 || !gateways.isEmpty() && random.nextInt(20) == 0) {
            gateways.remove(random.nextInt(gateways.size()));
        }
    }

    // Non-persistent messages that no gateway has read or written would be lost without anyone's knowledge.
    private void restartBroker() {
        if (gateways.stream().anyMatch(SimulatedGateway::isKeeper)) {
            gateways.forEach(gateway -> gateway.read(Integer.MAX_VALUE / 2));
            gateways.forEach(SimulatedGateway::save);
            broker.restart();
            gateways.forEach(SimulatedGateway::connect);
        }
    }

    private void open() {
        if (gateways.isEmpty()) {
            return;
        }
        opened++;
        Board board = new Board(random.nextInt(4) == 0 ? B : A);
        SimulatedGateway gateway = gateways.get(random.nextInt(gateways.size()));
        readStates(board, gateway);
        // What follows may come from another gateway, which may lag: the caller waits, as a real one does.
        SimulatedGateway other = gateways.get(random.nextInt(gateways.size()));
        other.read(Integer.MAX_VALUE / 2);
        if (!follow(board, other)) {
            return; // told that it is not recovered: begins again
        }
        certain += board.uncertainBefore == 0 ? 1 : 0;
        compare(board);
    }

    private void readStates(Board board, SimulatedGateway gateway) {
        StreamStates states = new StreamStates(gateway.fixture.stream);
        String after = "";
        while (after != null) {
            StatesPage page = states.states(board.organizationId, Set.of(), Set.of(), after, 1 + random.nextInt(20));
            page.states().forEach(board::show);
            board.position = board.position == null ? page.position() : board.position;
            board.uncertainBefore = Math.max(board.uncertainBefore, page.uncertainBefore());
            after = page.last();
            if (random.nextBoolean()) {
                publish();
                gateway.read(3);
            }
        }
    }

    private boolean follow(Board board, SimulatedGateway gateway) {
        StreamStates states = new StreamStates(gateway.fixture.stream);
        boolean more = true;
        while (more) {
            EventsPage page = states.events(board.organizationId, board.position, 1 + random.nextInt(50));
            if (!page.recovered()) {
                return false;
            }
            page.events().forEach(board::show);
            board.position = page.position();
            more = page.more();
        }
        return true;
    }

    private void compare(Board board) {
        Map<String, String> wrong = new HashMap<>();
        broker.truth.forEach((key, message) -> {
            if (key.startsWith(board.organizationId + "/") && !isShown(board, message)) {
                wrong.put(
                        key,
                        message.event().eventId() + " but shown "
                                + board.shown.get(message.event().pfaId()));
            }
        });
        assertThat(wrong)
                .as("uncertain before %s, now %s", board.uncertainBefore, clock.millis())
                .isEmpty();
    }

    private static boolean isShown(Board board, Message message) {
        return message.event().eventId().equals(board.shown.get(message.event().pfaId()))
                || message.at().toEpochMilli() < board.uncertainBefore;
    }
}
