package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.security.TokenRefusedException;
import org.eclipse.jetty.http.HttpException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class TokenInRequestTests {

    private final TokenInRequest usual = new TokenInRequest(false);
    private final TokenInRequest withQuery = new TokenInRequest(true);

    private static MockHttpServletRequest handshake() {
        return new MockHttpServletRequest("GET", "/api/ws/sync/org-a");
    }

    @Test
    void theAuthorizationHeaderCountsEverywhere() {
        MockHttpServletRequest rest = new MockHttpServletRequest("GET", "/api/pems/sync-status");
        rest.addHeader("Authorization", "bearer abc");

        assertThat(usual.find(rest)).contains("abc");
    }

    @Test
    void aTabMayStandForTheBlank() {
        MockHttpServletRequest rest = new MockHttpServletRequest("GET", "/api/pems/sync-status");
        rest.addHeader("Authorization", "Bearer\t abc ");

        assertThat(usual.find(rest)).contains("abc");
    }

    @Test
    void aSubprotocolCountsInHandshakesOnly() {
        MockHttpServletRequest handshake = handshake();
        handshake.addHeader("Sec-WebSocket-Protocol", "v12.stomp, bearer.abc");
        MockHttpServletRequest rest = new MockHttpServletRequest("GET", "/api/pems/sync-status");
        rest.addHeader("Sec-WebSocket-Protocol", "bearer.abc");

        assertThat(usual.find(handshake)).contains("abc");
        assertThat(usual.find(rest)).isEmpty();
    }

    @Test
    void theAddressCountsWhereItIsAllowedAndInHandshakesOnly() {
        MockHttpServletRequest handshake = handshake();
        handshake.addParameter("access_token", "abc");
        MockHttpServletRequest rest = new MockHttpServletRequest("GET", "/api/pems/sync-status");
        rest.addParameter("access_token", "abc");

        assertThat(usual.find(handshake)).isEmpty();
        assertThat(withQuery.find(handshake)).contains("abc");
        assertThat(withQuery.find(rest)).isEmpty();
    }

    @Test
    void anAddressThatCannotBeReadHoldsNone() {
        MockHttpServletRequest broken = new MockHttpServletRequest("GET", "/api/ws/sync/org-rio") {

            @Override
            public String[] getParameterValues(String name) {
                throw new HttpException.IllegalArgumentException(400, "Broken escapes");
            }
        };

        assertThat(withQuery.find(broken)).isEmpty();
    }

    @Test
    void oneTokenInTwoPlacesIsOneAndTwoAreNone() {
        MockHttpServletRequest handshake = handshake();
        handshake.addHeader("Authorization", "Bearer abc");
        handshake.addHeader("Sec-WebSocket-Protocol", "json, bearer.abc");
        assertThat(usual.find(handshake)).contains("abc");

        handshake.addHeader("Authorization", "Bearer other");

        assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> usual.find(handshake));
    }
}
