package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tests of {@code sync-client.js}, which are JavaScript themselves, in real Chromium. */
class SyncClientIT extends GatewayInABrowser {

    @TestFactory
    Stream<DynamicTest> syncClient() {
        browser.get("http://127.0.0.1:" + port + "/test-sync-client.html");
        await().until(() -> browser.executeScript("return window.results") != null);

        @SuppressWarnings("unchecked")
        List<Map<String, String>> results = (List<Map<String, String>>) browser.executeScript("return window.results");
        assertThat(results).isNotEmpty();
        return results.stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.get("name"),
                        () -> assertThat(result.get("error")).isEmpty()));
    }
}
