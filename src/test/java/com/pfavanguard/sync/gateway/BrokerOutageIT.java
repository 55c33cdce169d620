package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops and restarts the broker: clients stay connected, and events only arrive a little later. */
class BrokerOutageIT {

    private static List<WireClient> clients(TestGateway gateway, String organizationId, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    if (i % 2 == 0) {
                        return WireClient.json(gateway, organizationId);
                    }
                    WireClient stomp = WireClient.stomp(gateway, organizationId);
                    stomp.subscribe(organizationId);
                    return stomp;
                })
                .toList();
    }

    private static List<String> heard(WireClient client, int count) {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            String message = client.next();
            if (!message.equals("\n")) {
                ids.add(message.replaceAll("(?s).*\"eventId\":\"([^\"]+)\".*", "$1"));
            }
        }
        return ids;
    }

    private static void awaitLink(TestGateway gateway, boolean up) {
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() -> gateway.bean(BrokerLinkStatus.class).isUp() == up);
    }

    @Test
    void twoHundredClientsStayConnectedAndHearEveryEventOnce(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data)) {
            List<WireClient> clients = clients(gateway, "org-outage", 200);
            List<String> published = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 20; i++) {
                    published.add(gateway.publish("org-outage", "PFA-before"));
                }
                gateway.broker().stop();
                awaitLink(gateway, false);
                assertThatThrownBy(() -> gateway.publish("org-outage", "PFA-during"))
                        .isInstanceOf(SyncEventPublishException.class)
                        .hasMessageContaining("broker");
                gateway.broker().start();
                for (int i = 0; i < 20; i++) {
                    published.add(gateway.publish("org-outage", "PFA-after"));
                }
            }

            for (WireClient client : clients) {
                assertThat(heard(client, published.size())).isEqualTo(published);
            }

            awaitLink(gateway, true);
            String last = gateway.publish("org-outage", "PFA-last");
            for (WireClient client : clients) {
                assertThat(heard(client, 1)).containsExactly(last);
                assertThat(client.isOpen()).isTrue();
            }
            assertThat(gateway.broker().stompConnections()).isEqualTo(1);
            clients.forEach(WireClient::close);
        }
    }

    @Test
    void clientsMayConnectAndResumeWhileTheBrokerIsAway(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data);
                WireClient witness = WireClient.json(gateway, "org-away")) {
            String first = gateway.publish("org-away", "PFA-1");
            String second = gateway.publish("org-away", "PFA-2");
            assertThat(heard(witness, 2)).containsExactly(first, second);
            gateway.broker().stop();
            awaitLink(gateway, false);

            try (WireClient back = WireClient.open(gateway.webSocket("org-away?lastEventId=" + first));
                    WireClient fresh = WireClient.json(gateway, "org-away")) {
                assertThat(back.nextJson().get("recovered").booleanValue()).isTrue();
                assertThat(heard(back, 1)).containsExactly(second);

                gateway.broker().start();
                String third = gateway.publish("org-away", "PFA-3");

                assertThat(heard(back, 1)).containsExactly(third);
                assertThat(heard(fresh, 1)).containsExactly(third);
            }
        }
    }

    @Test
    void aGatewayThatStartsBeforeItsBrokerGreetsItsClientsOnceTheBrokerIsThere(@TempDir Path data) {
        try (TestGateway owner = TestGateway.start(data)) {
            String past = owner.publish("org-late", "PFA-1");
            owner.broker().stop();
            try (TestGateway late = TestGateway.beside(owner);
                    WireClient resuming = WireClient.open(late.webSocket("org-late?lastEventId=" + past));
                    WireClient fresh = WireClient.open(late.webSocket("org-late"))) {
                assertThat(late.bean(BrokerLinkStatus.class).hasBeenUp()).isFalse();
                assertThat(fresh.received()).isEmpty();

                owner.broker().start();

                assertThat(resuming.nextJson().get("recovered").booleanValue()).isTrue();
                assertThat(fresh.nextJson().get("type").stringValue()).isEqualTo("CONNECTED");
                String live = owner.publish("org-late", "PFA-2");
                assertThat(heard(fresh, 1)).containsExactly(live);
                assertThat(heard(resuming, 1)).containsExactly(live);
            }
        }
    }

    @Test
    void aBrokerThatComesBackEmptyIsAGapAndEverybodyIsTold(@TempDir Path data, @TempDir Path other) throws Exception {
        try (TestGateway first = TestGateway.start(data)) {
            try (TestGateway gateway = TestGateway.beside(first);
                    WireClient client = WireClient.json(gateway, "org-gap")) {
                String lost = first.publish("org-gap", "PFA-1");
                assertThat(heard(client, 1)).containsExactly(lost);

                first.close();
                awaitLink(gateway, false);
                try (TestGateway replacement = TestGateway.startAt(first.stompPort(), first.jmsPort(), other)) {
                    var notice = client.nextJson();
                    assertThat(notice.get("type").stringValue()).isEqualTo("CONNECTED");
                    assertThat(notice.get("recovered").booleanValue()).isFalse();

                    String next = replacement.publish("org-gap", "PFA-2");
                    assertThat(heard(client, 1)).containsExactly(next);
                    try (WireClient back = WireClient.open(gateway.webSocket("org-gap?lastEventId=" + lost))) {
                        assertThat(back.nextJson().get("recovered").booleanValue())
                                .isFalse();
                    }
                }
            }
        }
    }
}
