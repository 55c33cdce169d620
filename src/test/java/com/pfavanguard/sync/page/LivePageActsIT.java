package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.Npm;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.springframework.beans.factory.annotation.Autowired;

/** What people do on the live page, in real Chromium: real edits, through queue, worker and stand-in PEMS. */
@ExtendWith(Npm.Installed.class)
class LivePageActsIT extends GatewayInABrowser {

    // Values that the stand-in PEMS makes up for no record, so that both edits change both fields.
    private static final PfaValues END_OF_THE_OFFICE =
            PfaValues.of(Map.of("forecastEnd", "2029-03-31", "model", "395"));
    private static final PfaValues END_OF_THE_USER =
            PfaValues.of(Map.of("forecastEnd", "2029-06-30", "model", "336 GC", "dor", "BEO"));

    private static final String FIND =
            "const button = document.querySelector(`button[aria-label='${arguments[0]}']`); ";

    @Autowired
    private StandInPems pems;

    private LivePage page;

    @BeforeEach
    void openThePage() {
        page = new LivePage(browser, port).open(organizationId);
    }

    @Test
    void aConflictIsMergedFieldByFieldByKeyboardOnly() throws IOException {
        PfaId pfaId = pfaId(1);
        PfaValues seen = seen(pfaId);
        edit(pfaId, 1, seen, END_OF_THE_OFFICE);
        edit(pfaId, 1, seen, END_OF_THE_USER);

        await().until(() -> {
            // The notice may be drawn again, without the focus, before the key comes.
            if (find("dialog.conflict").isEmpty()) {
                focus("Resolve the conflict of " + pfaId);
                new Actions(browser).sendKeys(Keys.ENTER).perform();
            }
            return !find("dialog.conflict .sides").isEmpty();
        });
        WebElement dialog = find("dialog.conflict").get(0);
        assertThat(dialog.getText()).contains("PEMS has version 2", "Forecast end", "336 GC");
        assertThat(focused().getDomProperty("value")).isEqualTo("use_local");
        focused().sendKeys(Keys.ARROW_UP);
        assertThat(apply().isEnabled()).isFalse();
        choose("Forecast end: The edit");
        choose("Model: PEMS");
        assertThat(new Axe().findings(browser)).isEmpty();
        assertThat(texts("dialog.conflict .result"))
                .hasSize(3)
                .contains("395", "Overhead (BEO)")
                .anyMatch(text -> text.contains("2029"));
        apply().sendKeys(Keys.ENTER);

        awaitState(pfaId, "SYNC_SUCCESS");
        PfaValues inPems = pems.values(organizationId.value(), pfaId.value());
        assertThat(inPems.date(PfaField.FORECAST_END)).contains(Instant.parse("2029-06-30T00:00:00Z"));
        assertThat(inPems.get(PfaField.MODEL)).isEqualTo("395");
        assertThat(inPems.get(PfaField.DOR)).isEqualTo("BEO");
        // The event may be here before the answer to the request.
        await().until(() -> find("dialog[open]").isEmpty());
        await().until(() ->
                Boolean.TRUE.equals(browser.executeScript("return document.activeElement !== document.body")));
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void aFailedEditIsRetriedAndAnotherIsGivenUp() {
        // Of a version that PEMS does not have. Retried, they are compared by their values.
        edit(pfaId(1), 9, seen(pfaId(1)), PfaValues.of(Map.of("model", "336 GC")));
        edit(pfaId(2), 9, seen(pfaId(2)), PfaValues.of(Map.of("model", "LR 1500")));

        press("Retry the edit of " + pfaId(1));
        awaitState(pfaId(1), "SYNC_SUCCESS");

        press("Give up the edit of " + pfaId(2));
        await().until(() -> find("dialog[open]").size() == 1);
        assertThat(find("dialog[open]").get(0).getText()).contains("changed Model", "lost");
        find("dialog[open] .danger").get(0).click();
        awaitState(pfaId(2), "SYNC_REMOVED");
        await().until(() -> find(".notice:not([hidden])").isEmpty());
    }

    /** The event of an edit that the gateway does not keep, as a sample write publishes. */
    @Test
    void whatWasHopedForIsTakenBackWhenTheGatewayRefuses() {
        publish(new SyncFailed(EventId.random(), organizationId, pfaId(1), clock.instant(), "no reason", 0));
        publish(new SyncConflict(EventId.random(), organizationId, pfaId(2), clock.instant(), "c-1", List.of("dor")));

        press("Retry the edit of " + pfaId(1));
        awaitToast("No failed edit");
        awaitState(pfaId(1), "SYNC_FAILED");

        press("Resolve the conflict of " + pfaId(2));
        await().untilAsserted(() ->
                assertThat(texts("dialog.conflict")).anyMatch(text -> text.contains("not open any more")));
    }

    @Test
    void noticesStayUntilTheirRecordsAreSeenTo() {
        publish(new SyncFailed(EventId.random(), organizationId, pfaId(1), clock.instant(), "no reason", 0));
        await().until(() -> find(".notice:not([hidden])").size() == 1);

        // Opened anew, the page asks for the states.
        page.open(organizationId);
        await().untilAsserted(() ->
                assertThat(texts(".notice:not([hidden]) h2")).containsExactly("1 failed edit needs a decision"));

        press("Put away: 1 failed edit needs a decision");
        await().until(() -> find(".notice:not([hidden])").isEmpty());
        publish(new SyncFailed(EventId.random(), organizationId, pfaId(2), clock.instant(), "no reason", 0));
        await().untilAsserted(() ->
                assertThat(texts(".notice:not([hidden]) h2")).containsExactly("2 failed edits need a decision"));
    }

    @Test
    void aDemoDayLeavesConflictsAndFailuresToDecide() {
        page.unfold("sample");
        WebElement play = await().until(
                        () -> find("#play-day"),
                        list -> !list.isEmpty() && list.get(0).isDisplayed())
                .get(0);

        play.click();

        await().untilAsserted(() -> assertThat(page.text("day-story")).contains("The site closes"));
        await().untilAsserted(() -> assertThat(texts(".notice:not([hidden]) h2"))
                .anyMatch(text -> text.contains("failed edit"))
                .anyMatch(text -> text.contains("conflict")));
        await().until(() -> play.getText().equals("Play a demo day"));
        assertThat(page.complaints()).isEmpty();
    }

    private PfaValues seen(PfaId pfaId) {
        return pems.values(organizationId.value(), pfaId.value());
    }

    // In one step, since the page draws its buttons again with each event.
    private static void press(String label) {
        await().until(() ->
                Boolean.TRUE.equals(browser.executeScript(FIND + "button?.click(); return !!button", label)));
    }

    private static void focus(String label) {
        await().until(() ->
                Boolean.TRUE.equals(browser.executeScript(FIND + "button?.focus(); return !!button", label)));
    }

    private static void choose(String label) {
        WebElement radio =
                find("dialog.conflict input[aria-label^='" + label + "']").get(0);
        radio.sendKeys(Keys.SPACE);
    }

    private static WebElement apply() {
        return find("dialog.conflict .primary").get(0);
    }

    private static WebElement focused() {
        return browser.switchTo().activeElement();
    }

    private static List<WebElement> find(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    // In one step: the page draws notices and toasts again while a test looks at them.
    @SuppressWarnings("unchecked")
    private static List<String> texts(String selector) {
        return (List<String>) browser.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((node) => node.innerText)", selector);
    }

    private static void awaitState(PfaId pfaId, String type) {
        await().untilAsserted(() -> assertThat(browser.executeScript(
                        "const row = livePage.store.records.get(arguments[0]); return row?.optimistic ? '' : row?.type",
                        pfaId.value()))
                .isEqualTo(type));
    }
}
