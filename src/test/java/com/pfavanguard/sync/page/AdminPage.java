package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The page {@code /admin} as an admin in front of a browser sees it. */
final class AdminPage {

    /** More stops than any section has in these tests. */
    private static final int MOST_TABS = 80;

    private final ChromeDriver browser;
    private final String address;

    AdminPage(ChromeDriver browser, int port) {
        this.browser = browser;
        this.address = "http://127.0.0.1:" + port + "/admin";
    }

    /** Loads the page anew, and waits until the gateway has answered. */
    AdminPage open(String section) {
        load(section);
        await().until(() -> browser.findElement(By.id("content")).isDisplayed());
        return this;
    }

    /** Opens another section of the page that is loaded. */
    void turnTo(String section) {
        browser.executeScript("location.hash = arguments[0]", section);
        await().until(() -> Boolean.TRUE.equals(browser.executeScript(
                "return document.querySelector('nav [aria-current]')?.hash === '#' + arguments[0]", section)));
    }

    /** Loads the page anew. */
    void load(String section) {
        browser.get("about:blank");
        complaints(); // those of the page before, which went on asking until now
        browser.get(address + "#" + section);
    }

    /** Loads the page with this script in place of what the browser has. */
    void loadWith(String section, String script) {
        Map<String, Object> added =
                browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        try {
            load(section);
        } finally {
            browser.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", added);
        }
    }

    void enterToken(String token) {
        await().until(() -> !browser.findElements(By.id("token")).isEmpty());
        browser.findElement(By.id("token")).sendKeys(token, Keys.ENTER);
    }

    /** Everything that can be read. */
    String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    /** What can be read there; empty if nothing is there. In one step, since each answer of the gateway draws anew. */
    String text(String selector) {
        return (String) browser.executeScript(
                "const node = document.querySelector(arguments[0]);"
                        + " return node?.checkVisibility() ? node.innerText.trim() : ''",
                selector);
    }

    void awaitText(String selector, String expected) {
        await().untilAsserted(() -> assertThat(text(selector)).contains(expected));
    }

    /** Rows of the section's first list as they can be read. */
    @SuppressWarnings("unchecked")
    List<String> rows() {
        return (List<String>)
                browser.executeScript("return [...document.querySelectorAll('#content table')].slice(0, 1)"
                        + ".flatMap(table => [...table.tBodies[0].rows]).map(row => row.innerText)");
    }

    void type(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    /** Presses Tab until the focus is on the control with this name. */
    void tabTo(String name) {
        for (int i = 0; i < MOST_TABS; i++) {
            type(Keys.TAB);
            if (name.equals(focused())) {
                return;
            }
        }
        throw new AssertionError("Tab does not lead to " + name + "; the page says: " + text());
    }

    /** Name of the control that has the focus. */
    String focused() {
        return (String) browser.executeScript("const at = document.activeElement;"
                + " return at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText.trim()");
    }

    /** Presses the button that begins an action, fills the fields of the question, and confirms it. */
    void act(String action, Map<String, String> fields) {
        press("[data-act='" + action + "']");
        fields.forEach((name, value) -> {
            WebElement field = browser.findElement(By.id("confirm-" + name));
            field.clear();
            field.sendKeys(value);
        });
        browser.findElement(By.cssSelector("dialog footer button:last-child")).click();
    }

    /** Presses the button that this selector finds first. In one step, since each answer of the gateway may move it. */
    void press(String selector) {
        await().until(() -> Boolean.TRUE.equals(browser.executeScript(
                "const button = document.querySelector(arguments[0]); button?.click(); return !!button", selector)));
    }

    int buttons(String action) {
        return browser.findElements(By.cssSelector("[data-act='" + action + "']"))
                .size();
    }

    /** The warnings and errors in the console of the browser. */
    List<String> complaints() {
        return Chromium.complaints(browser);
    }
}
