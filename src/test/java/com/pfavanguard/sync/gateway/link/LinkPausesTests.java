package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pfavanguard.sync.broker.NoBrokerException;
import com.pfavanguard.sync.broker.Rotation;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LinkPausesTests {

    private static NoBrokerException roundThatMet(IOException failure) {
        Rotation<String, AutoCloseable> rotation = new Rotation<>("test-connect", () -> List.of("a"), address -> {
            throw failure;
        });
        return catchThrowableOfType(NoBrokerException.class, rotation::connect);
    }

    private static LongStream pauses(LinkPauses pauses, Throwable failure) {
        return LongStream.range(0, 20).map(i -> pauses.after(failure));
    }

    @Test
    void aBrokerThatTakesOverIsNoticedWithinASecond() {
        NoBrokerException none = roundThatMet(new IOException("Connection refused"));

        assertThat(pauses(new LinkPauses(), none).max().orElseThrow()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aBrokerThatRefusesTheLoginOrDropsTheLinkIsLeftAloneForLonger() {
        NoBrokerException refused = roundThatMet(new LoginRefusedException("wrong password"));

        assertThat(pauses(new LinkPauses(), refused).max().orElseThrow()).isGreaterThan(1_000);
        assertThat(pauses(new LinkPauses(), new EOFException()).max().orElseThrow())
                .isGreaterThan(1_000);
    }

    @Test
    void beginsAnewWithAShortPause() {
        LinkPauses pauses = new LinkPauses();
        pauses(pauses, new EOFException()).sum();

        pauses.reset();

        assertThat(pauses.after(new EOFException())).isLessThan(500);
    }
}
