package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The live page as a user in front of a browser sees it. */
final class LivePage {

    // Rows that are in use, in their order on the screen.
    private static final String ROWS = "[...document.querySelectorAll('#%s .grid-body [role=row]')]"
            + ".filter(row => !row.hidden).sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)";

    private final ChromeDriver browser;
    private final String address;

    LivePage(ChromeDriver browser, int port) {
        this.browser = browser;
        this.address = "http://127.0.0.1:" + port + "/";
    }

    LivePage open() {
        browser.executeCdpCommand("Page.setBypassCSP", Map.of("enabled", false));
        forgetComplaints();
        browser.get(address);
        return this;
    }

    LivePage open(OrganizationId organizationId) {
        forgetComplaints();
        browser.get(address + "?org=" + organizationId);
        awaitConnection("Live: " + organizationId);
        awaitStates();
        return this;
    }

    /** Leaves the page of the test before, which may still ask a gateway behind a network that the test has cut. */
    private void forgetComplaints() {
        browser.get("about:blank");
        complaints();
    }

    /** Waits until the states of all records have come. */
    void awaitStates() {
        await().until(() -> Boolean.TRUE.equals(browser.executeScript("return livePage.client.complete")));
    }

    /** Opens the page such that waits before a next attempt take days, so that only the button can end them. */
    void openWithLongWaits(OrganizationId organizationId) {
        Map<String, Object> script = browser.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument", Map.of("source", "Math.random = () => 100_000"));
        try {
            open(organizationId);
        } finally {
            browser.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", script);
        }
    }

    void choose(String organizationId) {
        unfold("connect");
        WebElement field = element("organization");
        field.clear();
        field.sendKeys(organizationId, Keys.ENTER);
    }

    /** Opens a form that is folded away. */
    void unfold(String id) {
        if (!isUnfolded(id)) {
            element(id).findElement(By.tagName("summary")).click();
        }
    }

    boolean isUnfolded(String id) {
        return element(id).getDomProperty("open").equals("true");
    }

    WebElement element(String id) {
        return browser.findElement(By.id(id));
    }

    String text(String id) {
        return element(id).getText();
    }

    void awaitText(String id, String expected) {
        await().untilAsserted(() -> assertThat(text(id)).contains(expected));
    }

    void awaitConnection(String expected) {
        awaitText("connection-text", expected);
    }

    /** Ids of the events that the page keeps for its list, oldest first. Elements exist only for those in sight. */
    List<String> eventIds() {
        return strings("livePage.store.events.filter(event => event.eventId).map(event => event.eventId)");
    }

    /** Each event's badge, record and details on the screen, oldest first. Turns to the list of events. */
    List<String> events() {
        if (!element("events").isDisplayed()) {
            element("view-events").click();
        }
        return strings(ROWS.formatted("events")
                + ".filter(row => !row.dataset.key.startsWith('gap')).map(row => ['state', 'record', 'details']"
                + ".map(name => row.querySelector('.' + name).innerText).join(' | ')).reverse()");
    }

    /** Each record's id and badge on the screen, in its order there. Turns to the records. */
    List<String> records() {
        if (!element("records").isDisplayed()) {
            element("view-records").click();
        }
        return strings(ROWS.formatted("records") + ".map(row => ['record', 'state']"
                + ".map(name => row.querySelector('.' + name).innerText).join(' | '))");
    }

    void order(String order) {
        element("order").findElement(By.cssSelector("[value=" + order + "]")).click();
    }

    /** The records of which the page knows a state, with the id of their last event. */
    @SuppressWarnings("unchecked")
    Map<String, String> states() {
        return (Map<String, String>) browser.executeScript(
                "return Object.fromEntries([...livePage.store.records.values()].map(row => [row.pfaId, row.eventId]))");
    }

    /** Lines in the list of events that say that some may be missing. Turns to the list of events. */
    long gaps() {
        events();
        return browser.findElements(By.cssSelector("#events [data-key^=gap]:not([hidden])"))
                .size();
    }

    /** Presses the button, and returns what the page then says. */
    String publishSample(String outcome) {
        unfold("sample");
        browser.findElement(By.cssSelector("#outcome option[value=" + outcome + "]"))
                .click();
        element("publish").click();
        await().until(() -> !text("sample-result").equals("Publishing…"));
        return text("sample-result");
    }

    /** The warnings and errors in the console of the browser. */
    List<String> complaints() {
        return Chromium.complaints(browser);
    }

    @SuppressWarnings("unchecked")
    List<String> strings(String expression) {
        return (List<String>) browser.executeScript("return " + expression);
    }
}
