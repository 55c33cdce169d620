package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.watch.SocketEvent.Closed;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketEventTests {

    @ParameterizedTest
    @ValueSource(ints = {1001, 1006, 1011, 1012, 1013, 4000, 4001, 4399})
    void someCodesMeanComeBack(int code) {
        assertThat(new Closed(code, "").mayReconnect()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1002, 1003, 1007, 1008, 1009, 1010, 4400, 4401, 4999})
    void othersMeanStayAway(int code) {
        assertThat(new Closed(code, "").mayReconnect()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1004, 1005, 1014, 1015, 3000, 3999})
    void aCodeNobodySpokeOfIsWorthAnotherTry(int code) {
        assertThat(new Closed(code, "").mayReconnect()).isTrue();
    }

    @Test
    void aBrokenConnectionCountsAsOneWithoutAGoodbye() {
        assertThat(Closed.withoutGoodbye(new IOException("reset by peer")))
                .isEqualTo(new Closed(1006, "reset by peer"));
    }

    @Test
    void aGatewayThatGoesAwaySaysWhenToComeBack() {
        assertThat(new Closed(1001, "Bye; retry-after-ms=1250").ownWait()).isEqualTo(Duration.ofMillis(1_250));
        assertThat(new Closed(1001, "Bye").ownWait()).isNull();
    }

    @Test
    void theReasonIsShownWithoutTerminalCodes() {
        assertThat(new Closed(4401, "receive\u001B[2J only")).hasToString("close code 4401: receive only");
        assertThat(new Closed(1001, "")).hasToString("close code 1001");
    }
}
