package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.broker.EmbeddedBroker;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.testing.CuttableProxy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.NoAlertPresentException;
import org.springframework.beans.factory.annotation.Autowired;

/** The live page in real Chromium, over a real socket, from a real broker. */
class LivePageIT extends GatewayInABrowser {

    private static final String MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private EmbeddedBroker broker;

    private LivePage page;

    @BeforeEach
    void turnToThePage() {
        page = new LivePage(browser, port);
    }

    @Test
    void connectsToTheOrganizationInItsAddressWithoutAComplaint() {
        page.open(organizationId);

        page.publishSample("success");
        await().until(() -> page.eventIds().size() == 3);

        assertThat(browser.getTitle()).startsWith(organizationId.value());
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void connectsToTheOrganizationSomebodyTypesAndRemembersIt() {
        page.open();
        assertThat(page.text("connection-text")).isEqualTo("Not connected");

        page.choose(organizationId.value());

        page.awaitConnection("Live: " + organizationId);
        assertThat(browser.getCurrentUrl()).endsWith("?org=" + organizationId);
    }

    @Test
    void saysWhatIsWrongWithAnOrganizationThatCannotBe() {
        page.open();

        page.choose("org.rio #");

        assertThat(page.text("organization-error")).contains("1 to 64 letters");
        assertThat(page.element("organization").getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.switchTo().activeElement()).isEqualTo(page.element("organization"));
        assertThat(page.text("connection-text")).isEqualTo("Not connected");
    }

    @Test
    void showsEachKindOfEventInWordsAndInOrder() {
        page.open(organizationId);
        Instant now = clock.instant();
        List<String> published = new ArrayList<>();

        published.add(publish(new SyncQueued(EventId.random(), organizationId, pfaId(1), now)));
        published.add(publish(new SyncProcessing(EventId.random(), organizationId, pfaId(1), now)));
        published.add(publish(new SyncQueued(
                EventId.random(), organizationId, pfaId(1), now, new SyncQueued.Retry(2, now.plusSeconds(10)))));
        published.add(publish(new SyncSuccess(EventId.random(), organizationId, pfaId(1), now, 8)));
        published.add(publish(new SyncConflict(
                EventId.random(), organizationId, pfaId(2), now, "c-1", List.of("forecastEnd", "monthlyRate"))));
        published.add(publish(
                new SyncFailed(EventId.random(), organizationId, pfaId(3), now, "PEMS service unavailable", 3)));
        published.add(publish(new SyncProcessing(EventId.random(), organizationId, pfaId(4), now)));
        published.add(publish(new SyncFailed(EventId.random(), organizationId, pfaId(5), now, "No such record", 0)));
        published.add(
                publish(new SyncRemoved(EventId.random(), organizationId, pfaId(5), now, SyncRemoved.Reason.GIVEN_UP)));

        await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published));
        assertThat(page.events())
                .satisfiesExactly(
                        row -> assertThat(row).isEqualTo("Queued | PFA-70001 | "),
                        row -> assertThat(row).isEqualTo("Syncing | PFA-70001 | "),
                        row -> assertThat(row).startsWith("Retrying (2) | PFA-70001 | Next attempt at "),
                        row -> assertThat(row).isEqualTo("Synced | PFA-70001 | Version 8"),
                        row -> assertThat(row)
                                .isEqualTo("Conflict | PFA-70002 | Changed on both sides: forecastEnd, monthlyRate"),
                        row -> assertThat(row)
                                .isEqualTo("Failed | PFA-70003 | PEMS service unavailable (after 3 retries)"),
                        row -> assertThat(row).isEqualTo("Syncing | PFA-70004 | "),
                        row -> assertThat(row).isEqualTo("Failed | PFA-70005 | No such record"),
                        row -> assertThat(row).isEqualTo("Removed | PFA-70005 | The failed edit was given up"));
        assertThat(page.records())
                .containsExactly(
                        "PFA-70004 | Syncing", "PFA-70003 | Failed", "PFA-70002 | Conflict", "PFA-70001 | Synced");
        assertThat(List.of("syncing", "synced", "conflict", "failed", "events"))
                .extracting(count -> page.text("count-" + count))
                .containsExactly("1", "1", "1", "1", "9");
    }

    @Test
    void keepsNoMoreRowsThanItSays() {
        page.open(organizationId);

        List<String> published = publish(520);

        await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published.subList(20, 520)));
        assertThat(page.text("count-events")).isEqualTo("520");
    }

    @Test
    void showsMarkupInEventsAsTheTextItIs() {
        page.open(organizationId);
        Instant now = clock.instant();

        publish(new SyncFailed(EventId.random(), organizationId, pfaId(1), now, MARKUP, 0));
        publish(new SyncConflict(
                EventId.random(), organizationId, pfaId(2), now, "c-1", List.of("<b onclick=alert(3)>x</b>")));

        await().untilAsserted(() -> assertThat(page.events())
                .containsExactly(
                        "Failed | PFA-70001 | " + MARKUP,
                        "Conflict | PFA-70002 | Changed on both sides: <b onclick=alert(3)>x</b>"));
        assertThat(browser.findElements(By.cssSelector("#events :is(img, script, b)")))
                .isEmpty();
        assertThatThrownBy(() -> browser.switchTo().alert()).isInstanceOf(NoAlertPresentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "success, Queued Syncing Synced",
        "retry, Queued Syncing Retrying Syncing Synced",
        "conflict, Queued Syncing Conflict",
        "failed, Queued Syncing Failed"
    })
    void theButtonPublishesTheLifeOfAWrite(String outcome, String life) {
        page.open(organizationId);
        page.element("pfa-id").sendKeys("PFA-90001");

        assertThat(page.publishSample(outcome)).isEqualTo("PFA-90001 is on its way.");

        await().untilAsserted(() -> assertThat(page.events())
                .extracting(row -> row.split("[ |]")[0])
                .containsExactly(life.split(" ")));
        assertThat(page.events()).allSatisfy(row -> assertThat(row).contains("| PFA-90001 |"));
    }

    @Test
    void theButtonPassesOnWhatTheGatewayHasAgainstIt() {
        page.open(organizationId);
        page.element("pfa-id").sendKeys("PFA 1");

        assertThat(page.publishSample("success")).startsWith("Not published: The pfaId must match");
    }

    @Test
    void leavesOneOrganizationForTheOther() {
        OrganizationId other = new OrganizationId(organizationId + "-2");
        page.open(organizationId);
        publish(1);
        await().until(() -> page.eventIds().size() == 1);

        page.choose(other.value());
        page.awaitConnection("Live: " + other);
        publish(1);
        String expected = publish(new SyncSuccess(EventId.random(), other, pfaId(1), clock.instant(), 1));

        await().untilAsserted(() -> assertThat(page.eventIds()).containsExactly(expected));
        await().untilAsserted(() -> assertThat(openSessions()).isEqualTo(1));

        browser.navigate().back();
        page.awaitConnection("Live: " + organizationId);
    }

    @Test
    void hangsUpWhenSomebodyGoesToAnotherPageAndTakesUpTheThreadWhenTheyComeBack() {
        page.open(organizationId);
        List<String> published = new ArrayList<>(publish(2));
        await().until(() -> page.eventIds().equals(published));

        browser.get("about:blank");
        await().untilAsserted(() -> assertThat(openSessions()).isZero());
        published.addAll(publish(3));
        browser.navigate().back();

        await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published));
        page.awaitConnection("Live: " + organizationId);
    }

    @Test
    void isStillWhilePausedAndThenCatchesUp() {
        page.open(organizationId);
        List<String> published = new ArrayList<>(publish(2));
        await().until(() -> page.eventIds().equals(published));

        page.element("pause").click();
        List<String> meanwhile = publish(3);

        page.awaitText("pause", "Continue (3 new)");
        assertThat(page.eventIds()).isEqualTo(published);

        page.element("pause").click();
        published.addAll(meanwhile);
        await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published));
        assertThat(page.text("pause")).isEqualTo("Pause");
    }

    @Test
    void missesNothingWhenTheConnectionIsCut() throws Exception {
        try (CuttableProxy network = new CuttableProxy(port)) {
            page = new LivePage(browser, network.port()).open(organizationId);
            List<String> published = new ArrayList<>(publish(5));
            await().until(() -> page.eventIds().size() == 5);

            network.cut();
            page.awaitConnection("Reconnecting to " + organizationId);
            published.addAll(publish(20));
            network.mend();

            page.awaitConnection("Live: " + organizationId);
            published.addAll(publish(5));
            await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published));
            assertThat(page.gaps()).isZero();
        }
    }

    @Test
    void missesNothingHoweverOftenTheConnectionIsCutWhileEventsCome() throws Exception {
        try (CuttableProxy network = new CuttableProxy(port)) {
            page = new LivePage(browser, network.port()).open(organizationId);
            List<String> published = new ArrayList<>();

            for (int i = 0; i < 5; i++) {
                published.addAll(publish(20));
                network.cut();
                published.addAll(publish(20));
                network.mend();
                published.addAll(publish(20));
                page.awaitConnection("Live: " + organizationId);
            }

            await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published));
            assertThat(page.gaps()).isZero();
        }
    }

    @Test
    void saysSoWhenItWasAwayForTooLong() throws Exception {
        try (CuttableProxy network = new CuttableProxy(port)) {
            page = new LivePage(browser, network.port()).open(organizationId);
            List<String> before = publish(1);
            await().until(() -> page.eventIds().equals(before));

            network.cut();
            publish(HISTORY_SIZE + 10);
            network.mend();

            page.awaitConnection("Live: " + organizationId);
            await().until(() -> page.gaps() == 1);
            assertThat(page.eventIds()).isEqualTo(before);
        }
    }

    @Test
    void triesAtOnceWhenAsked() throws Exception {
        try (CuttableProxy network = new CuttableProxy(port)) {
            page = new LivePage(browser, network.port());
            page.openWithLongWaits(organizationId);
            network.cut();
            await().until(() -> page.element("retry").isDisplayed());
            network.mend();

            page.element("retry").click();

            page.awaitConnection("Live: " + organizationId);
            assertThat(page.element("retry").isDisplayed()).isFalse();
        }
    }

    @Test
    void staysLiveWhileTheBrokerIsDownAndSaysThatNothingCanBePublished() {
        page.open(organizationId);

        broker.stop();
        try {
            assertThat(page.publishSample("success")).startsWith("Not published: The message broker cannot be reached");
        } finally {
            broker.start();
        }

        assertThat(page.text("connection-text")).isEqualTo("Live: " + organizationId);
        await().until(() -> page.publishSample("success").endsWith("is on its way."));
        await().until(() -> page.events().stream().anyMatch(row -> row.startsWith("Synced")));
    }

    private double openSessions() {
        return meters.get("sync.gateway.sessions")
                .tag("protocol", "stomp")
                .gauge()
                .value();
    }
}
