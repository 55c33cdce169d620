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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
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
        assertThat(page.isUnfolded("connect")).isFalse();
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
                .as("those first that need a person")
                .containsExactly(
                        "PFA-70003 | Failed",
                        "PFA-70002 | Conflict",
                        "PFA-70004 | Syncing",
                        "PFA-70001 | Synced",
                        "PFA-70005 | Removed");
        page.order("changed");
        assertThat(page.records())
                .containsExactly(
                        "PFA-70005 | Removed",
                        "PFA-70004 | Syncing",
                        "PFA-70003 | Failed",
                        "PFA-70002 | Conflict",
                        "PFA-70001 | Synced");
        assertThat(List.of("all", "SYNC_PROCESSING", "SYNC_SUCCESS", "SYNC_CONFLICT", "SYNC_FAILED", "SYNC_REMOVED"))
                .extracting(count -> page.text("count-" + count))
                .containsExactly("5", "1", "1", "1", "1", "1");
        assertThat(page.text("received")).contains("9 events received");
    }

    @Test
    void saysHowManyOfTheEventsItShows() {
        page.open(organizationId);
        page.events();

        // Never more at once than the history holds, or the page may miss some and say so instead.
        for (int i = 1; i <= 6; i++) {
            publish(170);
            page.awaitText("received", "%,d events received".formatted(170 * i));
        }
        page.awaitText("extent", "The latest 1,000 events");
        assertThat(page.element("events").getDomAttribute("aria-rowcount")).isEqualTo("1001");
        assertThat(page.events().size()).as("rows that have elements").isBetween(10, 60);
    }

    @Test
    void opensWithTheStateOfEveryRecord() {
        Instant now = clock.instant();
        publish(new SyncQueued(EventId.random(), organizationId, pfaId(1), now));
        String failed = publish(new SyncFailed(EventId.random(), organizationId, pfaId(1), now, "No such record", 0));
        String conflict = publish(
                new SyncConflict(EventId.random(), organizationId, pfaId(2), now, "c-1", List.of("forecastEnd")));

        awaitInGateway(conflict);

        page.open(organizationId);

        await().untilAsserted(
                        () -> assertThat(page.states()).isEqualTo(Map.of("PFA-70001", failed, "PFA-70002", conflict)));
        page.awaitText("count-SYNC_FAILED", "1");
        assertThat(page.records()).containsExactly("PFA-70001 | Failed", "PFA-70002 | Conflict");
        assertThat(page.text("received")).contains("0 events received");
    }

    @Test
    void findsRecordsByStateAndWord() {
        page.open(organizationId);
        Instant now = clock.instant();
        publish(20);
        publish(new SyncFailed(EventId.random(), organizationId, pfaId(3), now, "No such record", 0));
        publish(new SyncFailed(EventId.random(), organizationId, pfaId(4), now, "PEMS service unavailable", 3));
        page.awaitText("count-SYNC_FAILED", "2");

        browser.findElement(By.cssSelector("[data-type=SYNC_FAILED]")).click();
        page.awaitText("extent", "2 of 20 records");
        page.element("search").sendKeys("such RECORD");
        page.awaitText("extent", "1 of 20 records");
        assertThat(page.records()).containsExactly("PFA-70003 | Failed");
        assertThat(page.text("count-SYNC_SUCCESS"))
                .as("counts are of all records")
                .isEqualTo("18");

        page.element("view-events").click();
        page.awaitText("extent", "1 of 22 events");
        assertThat(page.events()).containsExactly("Failed | PFA-70003 | No such record");

        page.records();
        page.element("search").sendKeys("no such thing");
        page.awaitText("empty", "No record matches.");
    }

    @Test
    void showsARecordsTimelineByKeyboardAlone() {
        List<String> before = List.of(
                publish(new SyncQueued(EventId.random(), organizationId, pfaId(1), clock.instant())),
                publish(new SyncProcessing(EventId.random(), organizationId, pfaId(1), clock.instant())));
        awaitInGateway(before.get(1));
        page.open(organizationId);
        await().until(() -> page.records().equals(List.of("PFA-70001 | Syncing")));

        page.element("records").sendKeys(Keys.ARROW_DOWN, Keys.ENTER);

        String timeline =
                "[...document.querySelectorAll('dialog[open] .timeline li')].map(li => li.dataset.eventId).reverse()";
        await().untilAsserted(() -> assertThat(page.strings(timeline)).isEqualTo(before));
        String after = publish(new SyncSuccess(EventId.random(), organizationId, pfaId(1), clock.instant(), 8));
        await().untilAsserted(() -> assertThat(page.strings(timeline)).endsWith(after));
        assertThat(browser.findElement(By.cssSelector("dialog .drawer-state")).getText())
                .contains("Synced", "Version 8");

        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        await().until(() -> browser.findElements(By.tagName("dialog")).isEmpty());
        assertThat(browser.switchTo().activeElement()).isEqualTo(page.element("records"));
    }

    @Test
    void movesThroughThousandsOfRecordsByKeyboard() {
        page.open(organizationId);

        // Straight into the store: what counts here is the table.
        browser.executeScript("""
                for (let i = 0; i < 5000; i++) {
                  livePage.store.take({ type: 'SYNC_QUEUED', eventId: `e-${i}`, pfaId: `PFA-${10000 + i}`,
                    timestamp: new Date().toISOString() });
                }""");
        page.awaitText("extent", "5,000 records");
        page.order("record");

        page.element("records").sendKeys(Keys.END);
        await().untilAsserted(() -> assertThat(page.records()).endsWith("PFA-14999 | Queued"));
        assertThat(page.records().size()).as("rows that have elements").isBetween(10, 60);
        page.element("records").sendKeys(Keys.PAGE_UP, Keys.HOME, Keys.ARROW_DOWN);
        await().untilAsserted(() -> assertThat(page.records()).startsWith("PFA-10000 | Queued"));
        String active = page.element("records").getDomAttribute("aria-activedescendant");
        assertThat(page.element(active).getText()).contains("PFA-10001");
    }

    @Test
    void paintsAtMostTenTimesASecondHoweverManyEventsCome() {
        page.open(organizationId);

        Object paints = browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const { store } = livePage;
                let paints = 0;
                store.subscribe(() => (paints += 1));
                const start = performance.now();
                let sent = 0;
                const timer = setInterval(() => {
                  for (let i = 0; i < 10; i++, sent++) {
                    store.take({ type: 'SYNC_QUEUED', eventId: `e-${sent}`, pfaId: `PFA-${sent % 500}`,
                      timestamp: new Date().toISOString() });
                  }
                  if (sent >= 2000) {
                    clearInterval(timer);
                    done(paints / ((performance.now() - start) / 1000));
                  }
                }, 5);""");

        assertThat(((Number) paints).doubleValue()).as("paints a second").isBetween(0.1, 10.5);
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
        assertThat(page.records()).hasSize(2);
        assertThat(browser.findElements(By.cssSelector(".grid :is(img, script, b)")))
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
        page.unfold("sample");
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
        page.unfold("sample");
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

        // A browser that has too little time or memory does not keep a page that is left: then once more.
        await().until(() -> {
            browser.executeScript("window.kept = true");
            browser.get("about:blank");
            await().until(() -> openSessions() == 0);
            published.addAll(publish(3));
            browser.navigate().back();
            if (Boolean.TRUE.equals(browser.executeScript("return window.kept === true"))) {
                return true;
            }
            page.open(organizationId);
            published.clear();
            return false;
        });

        await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published));
        page.awaitConnection("Live: " + organizationId);
    }

    @Test
    void isStillWhilePausedAndThenCatchesUp() {
        page.open(organizationId);
        List<String> published = new ArrayList<>(publish(2));
        await().until(() -> page.eventIds().equals(published));

        page.element("pause").click();
        page.awaitText("held", "Nothing has come since");
        Map<String, String> shown = page.states();
        List<String> meanwhile = publish(5);

        page.awaitText("held", "Paused. Holding back 5 events of 5 records; nothing is lost.");
        assertThat(page.text("pause")).isEqualTo("Continue");
        assertThat(page.eventIds()).isEqualTo(published);
        assertThat(page.states()).isEqualTo(shown);

        page.element("pause").click();
        published.addAll(meanwhile);
        await().untilAsserted(() -> assertThat(page.eventIds()).isEqualTo(published));
        assertThat(page.states()).hasSize(5).containsValues(meanwhile.toArray(String[]::new));
        page.awaitText("pause", "Pause");
        assertThat(page.element("held").isDisplayed()).isFalse();
    }

    @Test
    void missesNothingWhenTheConnectionIsCut() throws Exception {
        try (CuttableProxy network = new CuttableProxy(port)) {
            page = new LivePage(browser, network.port()).open(organizationId);
            List<String> published = new ArrayList<>(publish(5));
            await().until(() -> page.eventIds().size() == 5);

            network.cut();
            page.awaitConnection("Reconnecting to " + organizationId);
            page.awaitText("waiting", "next attempt in");
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
    void saysSoWhenItWasAwayForTooLongAndShowsTheTrueStates() throws Exception {
        try (CuttableProxy network = new CuttableProxy(port)) {
            page = new LivePage(browser, network.port()).open(organizationId);
            List<String> before = publish(1);
            await().until(() -> page.eventIds().equals(before));

            network.cut();
            List<String> missed = publish(HISTORY_SIZE + 10);
            network.mend();

            page.awaitConnection("Live: " + organizationId);
            await().until(() -> page.gaps() == 1);
            assertThat(page.eventIds()).startsWith(before.get(0));
            // The last event of each of the twenty records.
            await().untilAsserted(() -> assertThat(page.states())
                    .hasSize(20)
                    .containsValues(
                            missed.subList(HISTORY_SIZE - 10, HISTORY_SIZE + 10).toArray(String[]::new)));
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
        browser.executeScript("""
                const text = document.getElementById('connection-text');
                window.said = [];
                new MutationObserver(() => said.push(text.textContent)).observe(text, { childList: true });""");

        broker.stop();
        try {
            assertThat(page.publishSample("success")).startsWith("Not published: The message broker cannot be reached");
        } finally {
            broker.start();
        }

        // A start that takes longer than sync.gateway.link-grace is told in between.
        page.awaitConnection("Live: " + organizationId);
        assertThat(page.strings("said")).noneMatch(text -> text.contains("onnecting"));
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
