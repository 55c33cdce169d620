package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.testing.TestToken;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.springframework.test.context.TestPropertySource;

/** The live page and its client in real Chromium, at a gateway that asks for tokens. */
@TestPropertySource(
        properties = {
            "sync.security.mode=jwt",
            "sync.security.jwt.secret=" + TestToken.SECRET,
            "sync.pems.stand-in.enabled=true"
        })
class TokenPageIT extends GatewayInABrowser {

    private LivePage page;

    @BeforeEach
    void turnToThePage() {
        page = new LivePage(browser, port);
        page.open();
    }

    private String token(Instant end) {
        return TestToken.of("u-1")
                .in(organizationId.value(), "perm_Read", "perm_Sync")
                .expiresAt(end)
                .sign();
    }

    private void connectWith(String token) {
        page.unfold("connect");
        page.element("token").sendKeys(token);
        page.choose(organizationId.value());
    }

    @Test
    void aTokenOpensTheStreamAndTheSampleWrite() {
        connectWith(token(Instant.now().plusSeconds(600)));
        page.awaitConnection("Live: " + organizationId);

        page.publishSample("success");

        await().until(() -> page.eventIds().size() == 3);
        assertThat(browser.getCurrentUrl()).contains("org=").doesNotContain("ey");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void withoutATokenThePageSaysSo() {
        page.choose(organizationId.value());

        page.awaitConnection("Refused: CONNECT needs an access token");
    }

    @Test
    void aRefusedHandshakeIsExplained() {
        connectWith(TestToken.reader("u-1", "org-elsewhere"));

        page.awaitConnection("Refused: No access to this organization");
    }

    @Test
    void anotherTokenTakesEffectAtOnceAndTheStreamGoesOn() {
        connectWith(TestToken.of("u-1")
                .in(organizationId.value(), "perm_Read")
                .expiresAt(Instant.now().plusSeconds(200))
                .sign());
        page.awaitConnection("Live: " + organizationId);
        publish(new SyncFailed(EventId.random(), organizationId, pfaId(1), clock.instant(), "no reason", 0));
        await().untilAsserted(() ->
                assertThat(page.text("notices")).contains("1 failed edit needs a decision", "Your token expires soon"));
        assertThat(page.text("notices")).doesNotContain("Retry");

        browser.findElement(By.cssSelector("#token-warning button")).click();
        assertThat(browser.findElement(By.cssSelector(".granted")).getText()).contains("listen and read");
        assertThat(browser.findElement(By.cssSelector(".denied")).getText()).contains("send edits");
        page.element("new-token").sendKeys(TestToken.reader("u-1", "org-elsewhere"), Keys.ENTER);
        page.awaitText("new-token-error", "Not used: ");
        assertThat(page.text("connection-text")).isEqualTo("Live: " + organizationId);

        page.element("new-token").clear();
        page.element("new-token").sendKeys(token(Instant.now().plusSeconds(3_000)), Keys.ENTER);
        page.awaitText("notices", "Retry");

        assertThat(page.element("token-warning").isDisplayed()).isFalse();
        await().until(() -> Boolean.TRUE.equals(browser.executeScript(
                "return livePage.client.status.state === 'live' && livePage.client.status.recovered")));
        assertThat(browser.executeScript("return livePage.store.events.filter((event) => event.gap).length"))
                .isEqualTo(0L);
    }

    @Test
    void theClientRenewsItsTokenWithoutLosingItsConnection() {
        List<String> tokens = List.of(
                token(Instant.now().plusSeconds(20)), token(Instant.now().plusSeconds(600)));
        // The client of the page: the page for clients of one's own is not served without a token.
        browser.executeScript("""
                const [organizationId, ...tokens] = arguments;
                window.states = [];
                const SyncClient = livePage.client.constructor;
                window.renewing = new SyncClient({
                  token: async () => tokens.shift(),
                  onStatus: ({ state }) => window.states.push(state),
                  onEvent: ({ eventId }) => (window.lastHeard = eventId),
                });
                window.renewing.connect(organizationId);
                window.left = () => tokens.length;
                """, organizationId.value(), tokens.get(0), tokens.get(1));

        await().until(() -> Long.valueOf(0).equals(browser.executeScript("return window.left?.()")));
        // Past the end of the first token.
        await().until(() -> Instant.now().isAfter(expiryOf(tokens.get(0)).plusSeconds(2)));
        String eventId = publish(1).get(0);
        await().until(() -> eventId.equals(browser.executeScript("return window.lastHeard")));
        assertThat(browser.executeScript("return window.states.join()")).isEqualTo("connecting,live");
    }

    private static Instant expiryOf(String token) {
        try {
            return com.nimbusds.jwt.SignedJWT.parse(token)
                    .getJWTClaimsSet()
                    .getExpirationTime()
                    .toInstant();
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
