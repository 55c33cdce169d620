package com.pfavanguard.sync.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.growth.Reconnects.Result;
import org.junit.jupiter.api.Test;

class ReconnectsTests {

    private static final GatewaySize FAST = new GatewaySize(1_000, 1_000_000, 1_000_000);

    @Test
    void withoutAnyLimitAStormLastsAsLongAsTheFirstWait() {
        Result result = Reconnects.storm(10_000, 2, FAST);

        // Full jitter over one second.
        assertThat(result.half()).isBetween(0.45, 0.55);
        assertThat(result.all()).isBetween(0.95, 1.05);
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void processorsBoundHowFastClientsComeBack() {
        Result result = Reconnects.storm(10_000, 1, new GatewaySize(2, 10_000, 1_000_000));

        assertThat(result.all())
                .isBetween(10_000 * GatewaySize.CONNECT_MS / 2_000, 10_000 * GatewaySize.CONNECT_MS / 2_000 + 0.1);
        assertThat(result.peak()).isBetween(1_800, 1_836);
    }

    @Test
    void beyondTheBurstClientsAreRefusedAndComeAgain() {
        Result result = Reconnects.storm(10_000, 1, new GatewaySize(1_000, 10_000, 500));

        // 2,500 in the burst, then 500 a second: not before (10,000 - 2,500) / 500 = 15 s.
        assertThat(result.all()).isGreaterThan(14);
        assertThat(result.attempts()).isGreaterThan(1.5);
        assertThat(result.peak()).isLessThanOrEqualTo(3_001);
    }

    @Test
    void clientsOfAKilledGatewayComeToTheOthersOnceTheLoadBalancerHasNoticed() {
        Result result = Reconnects.kill(10_000, 2, FAST);

        assertThat(result.half()).isLessThan(5);
        assertThat(result.attempts()).isGreaterThan(1.5);
    }

    @Test
    void aDrainIsAsLongAsItsSpreadAndLeavesNoClientSilent() {
        // 5,000 of at most 10,000 leave in half of the 30 s.
        Result result = Reconnects.drain(10_000, 2, new GatewaySize(2, 10_000, 3_000), 30);

        assertThat(result.all()).isBetween(14.5, 15.5);
        assertThat(result.longest()).isLessThan(0.1);
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void theSameSeedGivesTheSameResult() {
        assertThat(Reconnects.kill(1_000, 4, GatewaySize.small()))
                .isEqualTo(Reconnects.kill(1_000, 4, GatewaySize.small()));
    }
}
