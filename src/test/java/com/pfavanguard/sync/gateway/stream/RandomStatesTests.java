package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.RecordStates.EventsPage;
import com.pfavanguard.sync.gateway.RecordStates.StatesPage;
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
import org.junit.jupiter.api.Test;

/**
 * Opens boards at random while events flow, gateways start and end, their links break, the lock changes hands and the
 * broker restarts: what a board shows in the end is what was published, or the board was told that it may not be.
 */
class RandomStatesTests {

    private static final OrganizationId A = new OrganizationId("org-a");
    private static final OrganizationId B = new OrganizationId("org-b");
    private static final int STEPS = 8_000;
    private static final int RECORDS = 60;
    private static final int MOST_BOARDS = 12;

    private TestClock clock = new TestClock();
    private SimulatedBroker broker = new SimulatedBroker(clock);
    private Random random = new Random(0);
    private final List<SimulatedGateway> gateways = new ArrayList<>();
    private final List<LiveBoard> boards = new ArrayList<>();
    private int opened;
    private int checked;
    private int certain;
    private int resumed;

    /** What a client shows that asks by REST: the last event of each record. */
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

    @Test
    void statesPlusStreamAreWhatWasPublished() {
        for (long seed = 1; seed <= 4; seed++) {
            clock = new TestClock();
            broker = new SimulatedBroker(clock);
            random = new Random(seed);
            gateways.clear();
            boards.clear();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
        }
        assertThat(opened).isGreaterThan(2_000);
        assertThat(certain).isGreaterThan(checked / 3).isLessThan(checked);
        assertThat(resumed).isGreaterThan(1_000);
    }

    private void step() {
        int chance = random.nextInt(1_000);
        if (chance < 500) {
            publish();
        } else if (chance < 650) {
            gateways.forEach(gateway -> gateway.read(random.nextInt(30)));
        } else if (chance < 720) {
            keep();
        } else if (chance < 770) {
            open();
        } else if (chance < 900) {
            listen();
        } else if (chance < 970) {
            check();
        } else if (chance < 980) {
            startOrEnd();
        } else if (chance < 990) {
            gateways.stream()
                    .skip(random.nextInt(gateways.size() + 1))
                    .findFirst()
                    .ifPresent(SimulatedGateway::connect);
        } else if (chance < 999) {
            clock.pass(Duration.ofSeconds(random.nextInt(5)));
            gateways.forEach(gateway -> gateway.fixture.stream.sweep());
        } else {
            restartBroker();
        }
        clock.pass(Duration.ofMillis(random.nextInt(20)));
    }

    /** A board connects, reads a little, or loses its connection. */
    private void listen() {
        if (gateways.isEmpty()) {
            return;
        }
        if (boards.size() < MOST_BOARDS) {
            opened++;
            boards.add(new LiveBoard(random.nextInt(4) == 0 ? B : A));
        }
        LiveBoard board = boards.get(random.nextInt(boards.size()));
        if (!board.isConnected()) {
            resumed++;
            board.connect(anyGateway(), random.nextBoolean() ? 100 : Integer.MAX_VALUE);
        } else if (random.nextInt(6) == 0) {
            board.disconnect();
        } else {
            board.read();
        }
    }

    private SimulatedGateway anyGateway() {
        return gateways.get(random.nextInt(gateways.size()));
    }

    /** A board that has read all shows what was published, and another takes its place. */
    private void check() {
        if (boards.isEmpty() || gateways.isEmpty()) {
            return;
        }
        LiveBoard board = boards.get(random.nextInt(boards.size()));
        gateways.forEach(gateway -> gateway.read(Integer.MAX_VALUE / 2));
        board.readAll();
        if (!board.isConnected()) {
            board.connect(anyGateway(), Integer.MAX_VALUE);
            board.readAll();
        }
        checked++;
        certain += board.uncertainBefore == 0 ? 1 : 0;
        compare(board.organizationId, board.shown, board.uncertainBefore);
        if (random.nextBoolean()) {
            boards.remove(board);
        }
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
            SimulatedGateway ended = gateways.remove(random.nextInt(gateways.size()));
            ended.end();
            boards.stream().filter(board -> board.isAt(ended)).forEach(LiveBoard::disconnect);
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
        checked++;
        certain += board.uncertainBefore == 0 ? 1 : 0;
        compare(board.organizationId, board.shown, board.uncertainBefore);
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

    private void compare(OrganizationId organizationId, Map<String, String> shown, long uncertainBefore) {
        Map<String, String> wrong = new HashMap<>();
        broker.truth.forEach((key, message) -> {
            String eventId = shown.get(message.event().pfaId());
            if (key.startsWith(organizationId + "/")
                    && !message.event().eventId().equals(eventId)
                    && message.at().toEpochMilli() >= uncertainBefore) {
                wrong.put(
                        key,
                        message.event().eventId() + " at " + message.at().toEpochMilli() + ", but shown is " + eventId);
            }
        });
        assertThat(wrong)
                .as("uncertain before %s, now %s", uncertainBefore, clock.millis())
                .isEmpty();
    }
}
