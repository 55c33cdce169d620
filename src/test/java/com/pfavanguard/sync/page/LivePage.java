package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The live page as a user in front of a browser sees it. */
final class LivePage {

    private final ChromeDriver browser;
    private final String address;

    LivePage(ChromeDriver browser, int port) {
        this.browser = browser;
        this.address = "http://127.0.0.1:" + port + "/";
    }

    LivePage open() {
        browser.get(address);
        return this;
    }

    LivePage open(OrganizationId organizationId) {
        browser.get(address + "?org=" + organizationId);
        awaitConnection("Live: " + organizationId);
        return this;
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
        WebElement field = element("organization");
        field.clear();
        field.sendKeys(organizationId, Keys.ENTER);
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

    /** Ids of the events listed, oldest first. */
    List<String> eventIds() {
        return strings(
                "[...document.querySelectorAll('#events tr[data-event-id]')].map(r => r.dataset.eventId).reverse()");
    }

    /** Each listed event's badge, record and details, oldest first. */
    List<String> events() {
        return strings("[...document.querySelectorAll('#events tr[data-event-id]')]"
                + ".map(r => [...r.cells].slice(1).map(c => c.innerText).join(' | ')).reverse()");
    }

    /** Each record's id and badge, the latest change first. */
    List<String> records() {
        return strings("[...document.querySelectorAll('#records li')].map(r => r.innerText.replace('\\n', ' | '))");
    }

    long gaps() {
        return browser.findElements(By.cssSelector("#events .gap")).size();
    }

    /** Presses the button, and returns what the page then says. */
    String publishSample(String outcome) {
        browser.findElement(By.cssSelector("#outcome option[value=" + outcome + "]"))
                .click();
        element("publish").click();
        await().until(() -> !text("sample-result").equals("Publishing…"));
        return text("sample-result");
    }

    /** The warnings and errors in the console of the browser. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private List<String> strings(String expression) {
        return (List<String>) browser.executeScript("return " + expression);
    }
}
