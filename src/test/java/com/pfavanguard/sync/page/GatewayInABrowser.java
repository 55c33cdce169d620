package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.writequeue.WriteItem;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The running application with its embedded broker, and a browser for each test class. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sync.broker.history.size=" + GatewayInABrowser.HISTORY_SIZE,
            "sync.demo.shortest-pause=1ms",
            "sync.demo.longest-pause=5ms",
            "sync.demo.day-length=2s",
            "sync.worker.rate=100"
        })
@ExtendWith(Chromium.Installed.class)
abstract class GatewayInABrowser {

    /** Small, so that a test can outrun it. */
    static final int HISTORY_SIZE = 400;

    static ChromeDriver browser;

    @Autowired
    SyncEventPublisher publisher;

    @Autowired
    Clock clock;

    @Autowired
    private WriteQueue writeQueue;

    @LocalServerPort
    int port;

    /** An organization of the test's own; what other tests publish is nothing to it. */
    final OrganizationId organizationId =
            new OrganizationId("org-" + UUID.randomUUID().toString().substring(0, 8));

    @DynamicPropertySource
    static void ownPortsAndDirectory(DynamicPropertyRegistry registry) throws IOException {
        Path directory = Files.createTempDirectory(Path.of("target"), "page-broker");
        int stompPort = FreePorts.next();
        int jmsPort = FreePorts.next();
        registry.add("sync.broker.embedded.data-directory", () -> directory);
        registry.add("sync.broker.embedded.stomp-port", () -> stompPort);
        registry.add("sync.broker.embedded.jms-port", () -> jmsPort);
    }

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start();
        // A toast is gone after some seconds, perhaps before a test looks.
        browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                window.toastsSeen = [];
                new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
                  const shown = node.matches?.('.toasts') ? [...node.children] : [node];
                  toastsSeen.push(...shown.filter((one) => one.matches?.('.toast')).map((one) => one.textContent));
                }))).observe(document, { childList: true, subtree: true });"""));
    }

    /** Waits until the page has shown a toast with this text since it was loaded. */
    static void awaitToast(String expected) {
        await().untilAsserted(() -> assertThat(browser.executeScript("return toastsSeen"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .anyMatch(text -> text.contains(expected)));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.quit();
            browser = null;
        }
    }

    /** Opens a page of the tests. Unlike the gateway's pages it has an inline import map, which their policy forbids. */
    void openTestPage(String path) {
        browser.executeCdpCommand("Page.setBypassCSP", Map.of("enabled", true));
        browser.get("http://127.0.0.1:" + port + "/" + path);
    }

    /** Waits until the gateway has this event, such that a page that is opened now learns of it. */
    void awaitInGateway(String eventId) {
        URI events = URI.create("http://127.0.0.1:" + port + "/api/sync/" + organizationId + "/events?limit=1000");
        await().until(() -> RestClient.get(events).body().toString().contains(eventId));
    }

    /** Publishes events that differ in their version, and returns their ids. */
    List<String> publish(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(publish(new SyncSuccess(EventId.random(), organizationId, pfaId(i % 20), clock.instant(), i)));
        }
        return ids;
    }

    String publish(SyncEvent event) {
        publisher.publish(event);
        return event.eventId().value();
    }

    /** Queues an edit as a request would. */
    void edit(PfaId pfaId, int baseVersion, @Nullable PfaValues baseValues, PfaValues changes) {
        writeQueue.enqueue(List.of(new WriteItem(
                UUID.randomUUID(),
                "job-1",
                null,
                organizationId,
                pfaId,
                baseVersion,
                baseValues,
                changes,
                "m.ortega",
                null,
                0,
                clock.instant())));
    }

    static PfaId pfaId(int number) {
        return new PfaId("PFA-" + (70_000 + number));
    }
}
