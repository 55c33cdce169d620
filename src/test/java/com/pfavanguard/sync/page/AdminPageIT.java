package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.broker.EmbeddedBroker;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.testing.Npm;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The page for admins in real Chromium, at a real gateway in open mode. With {@code -Dpage.images=true} it writes the
 * pictures of the documents.
 */
@ExtendWith(Npm.Installed.class)
class AdminPageIT extends GatewayInABrowser {

    private static final List<String> SECTIONS =
            List.of("sessions", "rooms", "broker", "worker", "refusals", "audit", "tail", "overview");

    @Autowired
    private EmbeddedBroker broker;

    @Autowired
    private WorkQueues queues;

    private AdminPage page;

    @BeforeEach
    void turnToThePage() {
        page = new AdminPage(browser, port);
    }

    @AfterEach
    void resetTheBrowser() {
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    private WireClient session() {
        return WireClient.open(URI.create("ws://127.0.0.1:" + port + "/api/ws/sync/" + organizationId));
    }

    // The gateway is shared with the tests of the live page, whose failed edits are a warning here.
    private void giveUpWhatOtherTestsLeft() {
        DurableQueue failed = queues.queue(SyncQueues.FAILED);
        while (failed.take(Selector.ALL, Duration.ofMillis(50)).isPresent()) {
            // Taken is given up.
        }
    }

    @Test
    void showsAHealthyGatewayAfterFewRequestsAndWithoutAComplaint() {
        page.open("overview");

        await().until(() -> {
            giveUpWhatOtherTestsLeft();
            return page.text(".verdict").contains("All is well");
        });
        assertThat(page.text()).contains("Full addresses", "File descriptors", "Heap", "brokerLink");
        assertThat(browser.getTitle()).startsWith("All is well");
        assertThat((Long) browser.executeScript("return performance.getEntriesByType('resource')"
                        + ".filter(({ name }) => !name.endsWith('/actuator/admin')).length"))
                .as("beside the page itself and what it asks every two seconds")
                .isLessThanOrEqualTo(6L);
        assertThat(page.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"320, dark", "1440, light"})
    void hasNoBarriersAndFitsItsWindow(int width, String scheme) throws IOException {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        Axe axe = new Axe();
        try (WireClient client = session()) {
            publish(3);
            client.nextJson();
            page.open("overview");
            for (String section : SECTIONS) {
                page.turnTo(section);
                await().until(() -> !page.text("#body").contains("Asking the gateway"));
                assertFits(section);
                // Colours differ from scheme to scheme; the rest is the same.
                if (scheme.equals("light") || List.of("overview", "sessions").contains(section)) {
                    assertNoBarriers(axe, section);
                }
                if (List.of("overview-1440", "sessions-1440").contains(section + "-" + width)) {
                    picture("admin-" + section + "-" + width + "-" + scheme);
                }
            }
            page.press("[data-act=drain]");
            assertNoBarriers(axe, "question");
        }
    }

    private void assertNoBarriers(Axe axe, String what) {
        assertThat(axe.findings(browser)).as(what).isEmpty();
        assertFits(what);
    }

    private void assertFits(String what) {
        assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth - innerWidth"))
                .as("pixels that run out at the side: " + what)
                .isLessThanOrEqualTo(0);
    }

    @Test
    void disconnectsASessionByTheKeyboardAlone() {
        try (WireClient client = session()) {
            page.open("overview");
            page.tabTo("Sessions");
            page.type(Keys.ENTER);
            await().until(() -> page.focused().equals("Sessions"));
            page.tabTo("Organization");
            page.type(organizationId.value(), Keys.ENTER);
            await().until(() -> page.rows().size() == 1);

            page.tabTo("Disconnect anonymous in " + organizationId + "…");
            page.type(Keys.ENTER);
            page.awaitText("dialog", "Closes the session of an anonymous user in " + organizationId);
            assertThat(page.text("dialog")).contains("4419");
            assertThat(page.focused()).isEqualTo("Cancel");
            page.tabTo("Disconnect");
            page.type(Keys.ENTER);

            assertThat(client.awaitClosed().code()).isEqualTo(4419);
            awaitToast("Disconnected the session");
            page.awaitText("#body", "No session matches");
        }
        page.open("audit");
        await().untilAsserted(() -> assertThat(page.rows())
                .anySatisfy(row -> assertThat(row).contains("disconnect", organizationId.value())));
    }

    @Test
    void theAddressKeepsTheFilter() {
        try (WireClient client = session()) {
            client.nextJson();
            page.open("sessions?organizationId=" + organizationId);

            await().untilAsserted(() ->
                    assertThat(page.rows()).singleElement().asString().contains("Plain JSON", "127.0.0.1"));

            page.open("sessions?organizationId=" + organizationId + "&protocol=stomp");
            page.awaitText("#body", "No session matches");
        }
    }

    @Test
    void saysWhatIsWrongWhileTheBrokerIsDownAndThatItIsOver() {
        page.open("overview");

        broker.stop();
        try {
            page.awaitText(".verdict", "The broker link is down");
            page.awaitText("#health", "problem");
        } finally {
            broker.start();
        }

        await().untilAsserted(() -> assertThat(page.text(".verdict")).doesNotContain("The broker link is down"));
    }

    @Test
    void pausesTheWritesOfAnOrganizationAndResumesThem() {
        page.open("worker");

        page.act("pause", Map.of("organizationId", organizationId.value(), "reason", "PEMS upgrade"));
        page.awaitText("#body", "PEMS upgrade");
        page.awaitText("#health", "warning");

        page.act("resume", Map.of());
        awaitToast("Resumed the writes of " + organizationId);
        await().untilAsserted(() -> assertThat(page.text("#body")).doesNotContain("PEMS upgrade"));
    }

    @Test
    void aRefusedActionSaysWhyAndKeepsWhatWasTyped() {
        page.open("worker");

        page.act("pause", Map.of("organizationId", "org.rio #", "reason", "why"));

        page.awaitText("dialog .error[role=alert]", "The organizationId must match");
        assertThat(browser.findElement(By.id("confirm-reason")).getDomProperty("value"))
                .isEqualTo("why");
    }

    @Test
    void givingUpNeedsTheOrganizationTwice() {
        page.open("worker");

        page.act("give-up-failed", Map.of("organizationId", organizationId.value(), "again", "org-other"));

        page.awaitText("#confirm-again-error", "not the organization above");
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("confirm-again");
    }

    @Test
    void drainsThisGatewayAndCancels() {
        try (WireClient client = session()) {
            page.open("overview");

            page.act("drain", Map.of());

            assertThat(client.awaitClosed().code()).isEqualTo(1001);
            page.awaitText(".verdict", "drained");
            page.act("cancel-drain", Map.of());
            awaitToast("accepts sessions again");
        } finally {
            page.open("overview");
            if (page.buttons("cancel-drain") > 0) {
                page.act("cancel-drain", Map.of());
            }
        }
        await().until(() -> page.buttons("drain") == 1);
    }

    @Test
    void tailsTheEventsOfOneOrganization() {
        page.open("tail?organizationId=" + organizationId);
        page.press("#controls button.primary");
        page.awaitText("#controls", "Running: " + organizationId);

        publish(2);
        publish(new SyncSuccess(
                EventId.random(), new OrganizationId(organizationId + "-2"), pfaId(9), clock.instant(), 1));
        publish(1);

        await().until(() -> page.rows().size() == 3);
        assertThat(page.rows()).allSatisfy(row -> assertThat(row).contains("Synced", organizationId.value()));
        page.press("#controls button.primary");
        page.awaitText("#controls", "Stopped after 3 events");
    }

    @Test
    void saysThatTheGatewayIsSilentAndAsksAgainOnDemand() {
        page.open("overview");
        browser.executeScript("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('cut'))");

        page.awaitText("#polling", "The gateway cannot be reached. Asks again in");
        page.awaitText("#health", "No answer from the gateway");

        // In one step: an answer in between would take the button away.
        assertThat(browser.executeScript("const button = document.getElementById('poll-now');"
                        + " const shown = button.checkVisibility(); window.fetch = real; button.click(); return shown"))
                .isEqualTo(true);
        page.awaitText("#polling", "Updated");
        await().until(() -> !browser.findElement(By.id("poll-now")).isDisplayed());
    }

    @Test
    void saysWhereTheEndpointsAreIfNotHere() {
        page.loadWith("overview", "window.fetch = async () => new Response('{}', { status: 404 })");

        page.awaitText("#gate", "management.server.port");
        assertThat(page.text("#gate")).contains("open /admin there");
    }

    private void picture(String name) throws IOException {
        if (Boolean.getBoolean("page.images")) {
            Path images = Files.createDirectories(Path.of("src/docs/images"));
            Files.write(images.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }
}
