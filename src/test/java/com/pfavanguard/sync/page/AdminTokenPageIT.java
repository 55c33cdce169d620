package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.springframework.test.context.TestPropertySource;

/** The page for admins at a gateway that asks for tokens; the same settings as {@link TokenPageIT}, so one application. */
@TestPropertySource(
        properties = {
            "sync.security.mode=jwt",
            "sync.security.jwt.secret=" + TestToken.SECRET,
            "sync.pems.stand-in.enabled=true"
        })
class AdminTokenPageIT extends GatewayInABrowser {

    private AdminPage page;

    @BeforeEach
    void turnToThePage() {
        page = new AdminPage(browser, port);
    }

    private String token(String user, String... permissions) {
        return TestToken.of(user).in(organizationId.value(), permissions).sign();
    }

    private WireClient session(String user) {
        return WireClient.openWithToken(
                URI.create("ws://127.0.0.1:" + port + "/api/ws/sync/" + organizationId), token(user, "perm_Read"));
    }

    @Test
    void aTokenWithTooFewRightsIsToldWhatItLacks() {
        page.load("overview");
        page.awaitText("#gate", "Access token");

        page.enterToken(token("u-reader", "perm_Read"));
        page.awaitText("#gate .error", "This token may not see this page: it needs perm_ViewAllOrgs");
        assertThat(browser.findElement(By.id("content")).isDisplayed()).isFalse();

        page.enterToken("no token at all");
        page.awaitText("#gate .error", "This token is not accepted");

        page.enterToken(token("u-looker", "perm_Read", "perm_ViewAllOrgs"));
        page.awaitText("#subtitle", "Signed in as u-looker");
        page.awaitText("#why-not", "acting needs perm_ManageUsers as well");
        assertThat(browser.findElements(By.cssSelector("[data-act]"))).isEmpty();
        assertThat(browser.getCurrentUrl()).doesNotContain("ey");
    }

    @Test
    void anAdminRevokesAUser() {
        try (WireClient client = session("u-leaving")) {
            page.load("sessions?organizationId=" + organizationId);
            page.enterToken(token("u-admin", "perm_Read", "perm_ViewAllOrgs", "perm_ManageUsers"));
            await().until(() -> page.rows().size() == 1);

            page.act("revoke", Map.of());

            assertThat(client.awaitClosed().code()).isEqualTo(4413);
            awaitToast("Revoked the access of u-leaving to " + organizationId);
            page.awaitText("#body", "No session matches");
        }
    }

    @Test
    void warnsBeforeTheTokenExpiresAndTakesAnother() {
        page.load("overview");
        page.enterToken(TestToken.of("u-admin")
                .in(organizationId.value(), "perm_Read", "perm_ViewAllOrgs")
                .expiresAt(Instant.now().plusSeconds(120))
                .sign());
        page.awaitText("#subtitle", "Signed in as u-admin");
        page.awaitText("#expiry", "Token expires in");

        page.press("#sign-out");
        page.enterToken(token("u-other", "perm_Read", "perm_ViewAllOrgs"));

        page.awaitText("#subtitle", "Signed in as u-other");
        await().until(() -> page.text("#expiry").isEmpty());
    }
}
