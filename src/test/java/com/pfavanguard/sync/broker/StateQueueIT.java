package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.broker.StateQueue.Entry;
import com.pfavanguard.sync.broker.StateQueue.Link;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateQueueIT {

    @TempDir
    static Path directory;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.startedIn(directory);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Entry entry(String key, String json) {
        return new Entry(key, Map.of("type", "SYNC_QUEUED", "arrivedAt", 5L), json.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static List<String> read(Link link) throws IOException {
        List<String> found = new ArrayList<>();
        link.readAll(entry -> found.add(entry.key() + "=" + new String(entry.body(), StandardCharsets.UTF_8) + " "
                + entry.text("type") + " " + entry.number("arrivedAt")));
        return found;
    }

    @Test
    void keepsTheLastEntryOfEachKeyAcrossARestart() throws IOException {
        try (Link link = broker.stateQueue().connect()) {
            assertThat(link.lock()).isTrue();
            link.write(List.of(entry("org-a/PFA-1", "{1}"), entry("org-a/PFA-2", "{2}")));
            link.write(List.of(entry("org-a/PFA-1", "{3}"), Entry.removal("org-a/PFA-2", System.currentTimeMillis())));

            assertThat(read(link)).containsExactly("org-a/PFA-1={3} SYNC_QUEUED 5");
        }
        broker.stop();
        broker.start();
        try (Link link = broker.stateQueue().connect()) {
            assertThat(read(link)).containsExactly("org-a/PFA-1={3} SYNC_QUEUED 5");
        }
    }

    @Test
    void onlyTheHolderOfTheLockWrites() throws IOException {
        try (Link keeper = broker.stateQueue().connect();
                Link other = broker.stateQueue().connect()) {
            Awaitility.await().until(keeper::lock);

            assertThat(other.lock()).isFalse();
            assertThatThrownBy(() -> other.write(List.of(entry("org-b/PFA-1", "{}"))))
                    .isInstanceOf(IOException.class);

            keeper.close();
            Awaitility.await().until(other::lock);
            assertThatThrownBy(() -> keeper.write(List.of(entry("org-b/PFA-1", "{}"))))
                    .isInstanceOf(IOException.class);
            assertThat(read(other)).noneMatch(found -> found.startsWith("org-b/"));
        }
    }

    @Test
    void tellsWhetherTheBrokerLetsTheProcessTakeTheLock() throws IOException {
        List<Boolean> permitted = new ArrayList<>();
        List<Boolean> refused = new ArrayList<>();
        try (Link keeper = queue(TestLogin.GATEWAY, permitted).connect();
                Link other = queue(TestLogin.GATEWAY, permitted).connect();
                Link producer = queue(TestLogin.PRODUCER, refused).connect()) {
            Awaitility.await().until(keeper::lock);
            assertThat(other.lock()).isFalse();

            assertThatThrownBy(producer::lock)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not have permission='CONSUME'");

            assertThat(permitted).hasSizeGreaterThanOrEqualTo(2).containsOnly(true);
            assertThat(refused).containsExactly(false);
        }
    }

    private static StateQueue queue(String user, List<Boolean> answers) {
        String url = "tcp://127.0.0.1:" + broker.jmsPort();
        return new CoreStateQueue(
                () -> new ActiveMQConnectionFactory(url, user, TestLogin.passwordOf(user)), answers::add);
    }
}
