package com.pfavanguard.sync.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** Takes the token off frames, and leaves frames without a token as they are. */
class TokenHeaderTests {

    @Test
    void takesOffAllTokensAndReadsTheFirst() {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECT);
        frame.addNativeHeader("Authorization", "Bearer first");
        frame.addNativeHeader("Authorization", "Bearer second");

        TokenHeader token = TokenHeader.takeOff(frame);

        assertThat(token).isEqualTo(new TokenHeader("first", 2));
        assertThat(token.toString()).doesNotContain("first");
        assertThat(frame.containsNativeHeader("Authorization")).isFalse();
    }

    // As Spring makes it for a session that has ended without a DISCONNECT of its client. If it did not pass, the relay
    // would remember that session for ever.
    @Test
    void doesNotChangeTheDisconnectThatSpringSends() {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.DISCONNECT);
        frame.setImmutable();

        assertThat(TokenHeader.takeOff(frame)).isEqualTo(new TokenHeader(null, 0));
    }
}
