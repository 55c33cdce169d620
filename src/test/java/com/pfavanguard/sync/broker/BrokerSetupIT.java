package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a process says about a broker that is set up wrong, while an admin mends it step by step, and breaks it again. */
@ExtendWith(OutputCaptureExtension.class)
class BrokerSetupIT {

    private static final String ADMIN =
            TestToken.of("ops").in("org-a", "perm_Read", "perm_ViewAllOrgs").sign();

    private static final String HISTORY =
            "<queue name=\"sync.history\" non-destructive=\"true\" ring-size=\"20000\" group-buckets=\"0\">";

    @TempDir
    Path directory;

    @Test
    void saysWhatIsWrongUntilTheBrokerIsMendedAndThenGetsReadyByItself(CapturedOutput output) throws Exception {
        try (XmlBroker broker = XmlBroker.startIn(directory, BrokerSetupIT::withoutQueues)) {
            broker.addUserWithPassword("gateway", "another password");
            try (TestGateway gateway = TestGateway.external(
                    broker.stompPort(),
                    broker.jmsPort(),
                    "--sync.security.mode=jwt",
                    "--sync.security.jwt.secret=" + TestToken.SECRET,
                    "--sync.gateway.link-grace=1s")) {
                says(
                        gateway,
                        problems -> assertThat(problems)
                                .singleElement()
                                .asString()
                                .startsWith("The broker refuses the login of user gateway.")
                                .contains(
                                        "sync.broker.external.passcode",
                                        "artemis user reset --user-command-user gateway")
                                .doesNotContain("another", TestLogin.passwordOf("gateway")));
                assertThat(readiness(gateway)).isEqualTo(503);
                String shown = readinessFor(gateway, ADMIN);
                assertThat(shown).contains("\"brokerSetup\"", "The broker refuses the login of user gateway.");
                assertThat(readinessFor(gateway, TestToken.reader("u-1", "org-a")))
                        .doesNotContain("brokerSetup", "The broker");
                assertThat(output).contains("The broker is not as this process needs it: The broker refuses the login");

                broker.setRoles("gateway");
                says(
                        gateway,
                        problems -> assertThat(problems)
                                .anyMatch(
                                        text -> text.startsWith("The broker has no queue sync.history. Copy <address"))
                                .anyMatch(text -> text.startsWith("The broker has no queue pems.conflicts."))
                                .anyMatch(
                                        text -> text.startsWith("User gateway may not send to, consume from and browse"
                                                        + " pems.write. Give the user the roles apis and workers")
                                                && text.contains("<security-setting match=\"pems.write\">"))
                                .anyMatch(text ->
                                        text.startsWith("User gateway may not send to and browse pems.figures."))
                                .anyMatch(
                                        text -> text.startsWith(
                                                "User gateway may not send to, consume from and browse"
                                                        + " sync-control.revocations. Give the user the roles apis, gateways and workers"))
                                .anyMatch(text -> text.startsWith(
                                        "User gateway may not send to and create the address of sync.gateway.marker."))
                                .anyMatch(text -> text.startsWith(
                                        "User gateway may not ask the broker for broker.getAddressMemoryUsage,")));
                assertThat(output).doesNotContain("The broker is as this process needs it");

                broker.setRoles("gateway", "gateways", "apis", "workers");
                says(
                        gateway,
                        problems -> assertThat(problems)
                                .hasSize(4)
                                .allMatch(text -> text.startsWith("The broker has no queue ")));

                withoutTheQueuesOfTheStatesEventsAreServedAndTheStatesAreUncertain(broker, gateway);

                broker.write(BrokerSetupIT::otherThanSet);
                says(gateway, problems -> assertThat(problems).hasSizeGreaterThanOrEqualTo(4));
                lookAgain(broker);
                says(
                        gateway,
                        problems -> assertThat(problems)
                                .hasSize(5)
                                .anyMatch(text -> text.startsWith("The queue sync.history is not non-destructive:")
                                        && text.contains(
                                                "Set non-destructive=\"true\" at the <queue name=\"sync.history\">"))
                                .anyMatch(text ->
                                        text.startsWith("The queue sync.history gives all events of a message group"))
                                .anyMatch(text ->
                                        text.startsWith("The broker keeps the last 300 events in sync.history, but"
                                                + " sync.broker.history.size is 20000. Set ring-size=\"20000\""))
                                .anyMatch(text ->
                                        text.startsWith("The queue pems.worker has max-consumers -1 instead of 1."))
                                .anyMatch(text -> text.startsWith("The broker keeps events for 60 s, but"
                                        + " sync.broker.history.retention is 600 s. Set min-expiry-delay and max-expiry-delay"
                                        + " to 600000")));
                assertThat(readiness(gateway)).isEqualTo(503);

                broker.write(UnaryOperator.identity());
                says(
                        gateway,
                        problems -> assertThat(problems)
                                .singleElement()
                                .asString()
                                .startsWith("The broker keeps events for 60 s"));
                lookAgain(broker);
                says(gateway, problems -> assertThat(problems).isEmpty());
                Awaitility.await().until(() -> readiness(gateway) == 200);
                assertThat(output).contains("The broker is as this process needs it");

                aSmallerRingIsToldButStopsNothing(broker, gateway);
                aRightTakenAwayIsTold(broker, gateway);
                leavesNoTrace(broker);
            }
        }
    }

    // Lets the link see how long the broker keeps events, or it would look with its next marker, after up to 20 s.
    private static void lookAgain(XmlBroker broker) {
        broker.cutStomp();
    }

    // As at a broker.xml of 0.1.0.
    private void withoutTheQueuesOfTheStatesEventsAreServedAndTheStatesAreUncertain(
            XmlBroker broker, TestGateway gateway) throws Exception {
        broker.write(BrokerSetupIT::withoutStates);
        says(
                gateway,
                problems -> assertThat(problems)
                        .hasSize(2)
                        .anyMatch(
                                text -> text.startsWith("The broker has no queue sync-states.records, so a gateway that"
                                        + " starts knows no state of a record from before the history. Copy <address"))
                        .anyMatch(text ->
                                text.startsWith("The broker has no queue sync-states.keeper, so this gateway does"
                                        + " not write the states of records to the broker. Copy <address")));
        assertThat(readiness(gateway)).isEqualTo(503);

        RestClient rest = new RestClient(any -> gateway.http("/api/sync/org-a/states")).with(ADMIN);
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .pollInterval(Duration.ofSeconds(1)) // 120 requests a minute are allowed
                .untilAsserted(() -> assertThat(rest.get("")).matches(answer -> answer.status() == 200, "answered"));
        assertThat(rest.get("").body().get("uncertainBefore").isNull()).isFalse();
        String eventId = gateway.publish("org-a", "PFA-1");
        try (WireClient client = WireClient.openWithToken(gateway.webSocket("org-a?snapshot=true"), ADMIN)) {
            assertThat(client.nextJson().get("type").stringValue()).isEqualTo("CONNECTED");
            assertThat(client.nextJson().get("uncertainBefore")).isNotNull();
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> rest.get("").body().toString().contains(eventId));
        }
    }

    private void aSmallerRingIsToldButStopsNothing(XmlBroker broker, TestGateway gateway) throws Exception {
        broker.write(xml -> xml.replace("ring-size=\"20000\"", "ring-size=\"500\""));
        says(
                gateway,
                problems -> assertThat(problems)
                        .singleElement()
                        .asString()
                        .startsWith("The broker keeps the last 500 events in sync.history"));
        assertThat(gateway.bean(MeterRegistry.class)
                        .get("sync.broker.problems")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(readinessFor(gateway, ADMIN)).contains("The broker keeps the last 500 events");
        assertThat(readiness(gateway)).isEqualTo(200);
    }

    private void aRightTakenAwayIsTold(XmlBroker broker, TestGateway gateway) throws Exception {
        broker.write(xml -> xml.replace(
                "<permission type=\"browse\" roles=\"gateways\"/>", "<permission type=\"browse\" roles=\"admins\"/>"));
        says(
                gateway,
                problems -> assertThat(problems)
                        .hasSize(2)
                        .anyMatch(text -> text.startsWith("User gateway may not browse sync.history."))
                        .anyMatch(text -> text.startsWith("User gateway may not browse sync-states.records, so ")));
        Awaitility.await().until(() -> readiness(gateway) == 503);

        broker.write(UnaryOperator.identity());
        says(gateway, problems -> assertThat(problems).isEmpty());
        Awaitility.await().until(() -> readiness(gateway) == 200);

        broker.write(xml -> withoutRights("pems.write.failed.expired", xml));
        says(
                gateway,
                problems -> assertThat(problems)
                        .singleElement()
                        .asString()
                        .startsWith("User gateway may not consume from pems.write.failed.expired, so clients are not"));
        assertThat(gateway.bean(BrokerSetup.class).isFit(Duration.ZERO)).isTrue();
        broker.write(UnaryOperator.identity());
        says(gateway, problems -> assertThat(problems).isEmpty());
    }

    // Where a match has no setting of its own, the next wider one holds: only admins may there.
    private static String withoutRights(String match, String xml) {
        int start = xml.indexOf("<security-setting match=\"" + match + "\">");
        int end = xml.indexOf("</security-setting>", start) + "</security-setting>".length();
        return xml.substring(0, start) + xml.substring(end);
    }

    // Only the link's consumer and the worker's stay, and nothing was sent except the link's markers and the worker's
    // state.
    private static void leavesNoTrace(XmlBroker broker) {
        var server = broker.artemis().getActiveMQServer();
        assertThat(server.locateQueue(StompBroker.HISTORY_QUEUE).getConsumerCount())
                .isEqualTo(1);
        for (NeededQueue queue : NeededQueue.of(Set.of(BrokerNeed.EDITS, BrokerNeed.WRITES))) {
            if (!Set.of(StompBroker.HISTORY_QUEUE, SyncQueues.FIGURES).contains(queue.name())) {
                assertThat(server.locateQueue(queue.name()).getMessageCount())
                        .as(queue.name())
                        .isZero();
            }
        }
        try (var figures = server.locateQueue(SyncQueues.FIGURES).browserIterator()) {
            while (figures.hasNext()) {
                assertThat(figures.next().getMessage().getStringProperty(SyncQueues.FIGURES_KEY))
                        .isEqualTo("worker");
            }
        }
        assertThat(server.locateQueue(SyncQueues.CONTROL).getMessageCount()).isZero();
        assertThat(server.getAddressInfo(SimpleString.of(StompBroker.HISTORY_ADDRESS))
                        .getRoutingTypes())
                .hasSize(1);
    }

    private static void says(TestGateway gateway, Consumer<List<String>> expected) {
        Awaitility.await().atMost(WireClient.PATIENCE).untilAsserted(() -> {
            gateway.bean(BrokerSetupCheck.class).inspectSoon();
            expected.accept(gateway.bean(BrokerSetup.class).problems());
        });
    }

    private static int readiness(TestGateway gateway) {
        return RestClient.get(gateway.http("/actuator/health/readiness")).status();
    }

    private static String readinessFor(TestGateway gateway, String token) {
        return new RestClient(path -> gateway.http("/actuator/health/readiness"))
                .with(token)
                .get("")
                .body()
                .toString();
    }

    private static String withoutQueues(String xml) {
        return without("pems.conflicts", without("sync.#", withoutStates(xml)));
    }

    private static String withoutStates(String xml) {
        return without("sync-states.keeper", without("sync-states.records", xml));
    }

    private static String without(String address, String xml) {
        int start = xml.indexOf("<address name=\"" + address + "\">");
        int end = xml.indexOf("</address>", start) + "</address>".length();
        return xml.substring(0, start) + xml.substring(end);
    }

    private static String otherThanSet(String xml) {
        return xml.replace(HISTORY, "<queue name=\"sync.history\" ring-size=\"300\">")
                .replace("<queue name=\"pems.worker\" max-consumers=\"1\">", "<queue name=\"pems.worker\">")
                .replace("expiry-delay>600000<", "expiry-delay>60000<");
    }
}
