package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.testing.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;

/**
 * How the live page looks and loads: no barriers by axe at three widths, light and dark; nothing that runs out at the side;
 * few requests. With {@code -Dpage.images=true} it writes the pictures of the documents.
 */
@ExtendWith(Npm.Installed.class)
class LivePageLookIT extends GatewayInABrowser {

    private static final Path IMAGES = Path.of("src/docs/images");

    private static final Set<String> IN_DOCUMENTS = Set.of(
            "live-page-1440-light.png",
            "live-page-1440-dark.png",
            "live-page-details-1440-light.png",
            "live-page-320-light.png");

    private LivePage page;

    @BeforeEach
    void turnToThePage() {
        page = new LivePage(browser, port);
    }

    @AfterEach
    void resetTheBrowser() {
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    @ParameterizedTest
    @CsvSource({"320, light", "320, dark", "768, light", "1440, light", "1440, dark"})
    void hasNoBarriersAndFitsItsWindow(int width, String scheme) throws IOException {
        look(width, scheme);
        Axe axe = new Axe();
        page.open();
        assertNoBarriers(axe, "not connected");

        publishSomeOfEach();
        page.open(organizationId);
        await().until(() -> page.records().size() >= 20);
        assertNoBarriers(axe, "records");
        if (Boolean.getBoolean("page.images") && width == 1440) {
            fillTheCharts();
        }
        picture("live-page", width, scheme);

        page.element("records").sendKeys(Keys.ARROW_DOWN, Keys.ENTER);
        await().until(() ->
                browser.findElements(By.cssSelector("dialog .timeline li")).size() == 3);
        assertNoBarriers(axe, "details");
        picture("live-page-details", width, scheme);
        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);

        page.element("pause").click();
        page.events();
        page.unfold("sample");
        page.unfold("own-client");
        page.unfold("connect");
        assertNoBarriers(axe, "events, paused, everything unfolded");
    }

    @Test
    void loadsWithFewRequestsThatAreCompressedAndCacheable() {
        page.open(organizationId);

        List<String> requests = page.strings(
                "['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))"
                        // What follows on a timer, on a slow machine before this looks.
                        + ".filter(({ name }) => !name.includes('/api/pems/sync-status'))"
                        + ".filter(({ name }, at, all) => !name.endsWith('/caller')"
                        + " || at === all.findIndex((other) => other.name === name))"
                        + ".map(({ name, encodedBodySize, decodedBodySize }) =>"
                        + " `${new URL(name).pathname} ${encodedBodySize < decodedBodySize ? 'compressed' : 'plain'}`)");

        assertThat(requests)
                .as("beside the WebSocket")
                .hasSizeLessThanOrEqualTo(7)
                .contains("/ compressed");
        assertThat(requests)
                .filteredOn(request -> request.startsWith("/assets/"))
                .hasSize(2)
                .allMatch(request -> request.endsWith(" compressed"));
        assertThat(page.strings("[...document.querySelectorAll('script, link[rel=stylesheet]')]"
                        + ".map(({ src, href }) => { const request = new XMLHttpRequest();"
                        + " request.open('HEAD', src || href, false); request.send();"
                        + " return request.getResponseHeader('Cache-Control'); })"))
                .containsOnly("max-age=31536000, public, immutable");
    }

    @Test
    void standsStillForThoseWhoWantIt() {
        publish(new SyncProcessing(EventId.random(), organizationId, pfaId(1), clock.instant()));
        page.open(organizationId);
        await().until(() -> page.records().size() == 1);
        String moving = "return document.getAnimations().length > 0";
        await().until(() -> Boolean.TRUE.equals(browser.executeScript(moving)));

        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));

        await().until(() -> Boolean.FALSE.equals(browser.executeScript(moving)));
    }

    private void look(int width, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void assertNoBarriers(Axe axe, String what) {
        assertThat(axe.findings(browser)).as(what).isEmpty();
        assertThat(browser.executeScript(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that run out at the side: " + what)
                .isEqualTo(0L);
    }

    private void publishSomeOfEach() {
        publish(20);
        Instant now = clock.instant();
        for (int i = 0; i < 4; i++) {
            publish(new SyncQueued(EventId.random(), organizationId, pfaId(20 + i), now));
            publish(new SyncProcessing(EventId.random(), organizationId, pfaId(24 + i), now));
        }
        publish(new SyncQueued(
                EventId.random(), organizationId, pfaId(28), now, new SyncQueued.Retry(2, now.plusSeconds(10))));
        publish(new SyncConflict(
                EventId.random(), organizationId, pfaId(29), now, "c-1", List.of("forecastEnd", "monthlyRate")));
        publish(new SyncQueued(EventId.random(), organizationId, pfaId(30), now.minusMillis(420)));
        publish(new SyncProcessing(EventId.random(), organizationId, pfaId(30), now.minusMillis(180)));
        awaitInGateway(publish(
                new SyncFailed(EventId.random(), organizationId, pfaId(30), now, "PEMS service unavailable", 3)));
    }

    // Charts of a page that has just been opened are empty.
    private void fillTheCharts() {
        AtomicInteger seconds = new AtomicInteger();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    publish(3 + seconds.incrementAndGet() % 7);
                    return (Long) browser.executeScript("return livePage.charts.series.seconds.length") >= 90;
                });
    }

    private static void picture(String name, int width, String scheme) throws IOException {
        Path image = IMAGES.resolve("%s-%d-%s.png".formatted(name, width, scheme));
        if (Boolean.getBoolean("page.images")
                && IN_DOCUMENTS.contains(image.getFileName().toString())) {
            Files.createDirectories(IMAGES);
            Files.write(image, browser.getScreenshotAs(OutputType.BYTES));
        }
    }
}
