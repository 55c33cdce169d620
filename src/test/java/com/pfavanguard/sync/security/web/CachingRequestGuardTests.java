package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.TokenRefusedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class CachingRequestGuardTests {

    private final RefusingTokens tokens = new RefusingTokens();
    private final CachingRequestGuard firstLook =
            new CachingRequestGuard(new Origins(false, List.of(), List.of()), tokens, new TokenInRequest(false));

    private static MockHttpServletRequest request() {
        return new MockHttpServletRequest("GET", "/api/ws/sync/org-a");
    }

    @Test
    void aBadTokenIsCheckedOnceHoweverOftenItIsAskedAbout() {
        MockHttpServletRequest request = request();
        request.addHeader("Authorization", "Bearer abc");

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> firstLook.callerOf(request))
                    .satisfies(refusal -> assertThat(refusal.denial()).isEqualTo(Denial.TOKEN_EXPIRED));
        }

        assertThat(tokens.checks).isEqualTo(1);
    }

    @Test
    void eachRequestIsLookedAtForItself() {
        for (int i = 0; i < 2; i++) {
            MockHttpServletRequest request = request();
            request.addHeader("Authorization", "Bearer abc");
            assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> firstLook.callerOf(request));
        }

        assertThat(tokens.checks).isEqualTo(2);
    }

    @Test
    void withoutATokenItIsNobody() {
        assertThat(firstLook.callerOf(request())).isEmpty();
    }

    private static final class RefusingTokens implements AccessTokens {

        private int checks;

        @Override
        public Optional<Caller> withoutToken() {
            return Optional.empty();
        }

        @Override
        public Caller callerOf(String token) {
            checks++;
            throw new TokenRefusedException(Denial.TOKEN_EXPIRED);
        }

        @Override
        public boolean isRevoked(Caller caller, OrganizationId organizationId) {
            return false;
        }
    }
}
