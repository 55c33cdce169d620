package com.pfavanguard.sync.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectRatesTests {

    private static final String OFFICE = "203.0.113.7";

    /** Handshakes out of so many that are let in. */
    private static long letIn(ConnectRates rates, String address, int handshakes) {
        long count = 0;
        for (int i = 0; i < handshakes; i++) {
            count += rates.refusal(address).isEmpty() ? 1 : 0;
        }
        return count;
    }

    @Test
    void tenThousandFromThisMachineAreLetInAtOnce() {
        assertThat(letIn(new ConnectRates(TestLimits.DEFAULTS), "127.0.0.1", 10_000))
                .isEqualTo(10_000);
    }

    @Test
    void anAddressIsStoppedAndOthersAreNot() {
        ConnectRates rates =
                new ConnectRates(TestLimits.with(Map.of("sync.gateway.limits.connects-per-second-per-address", "2")));

        assertThat(letIn(rates, OFFICE, 1_000)).isBetween(10L, 30L);
        assertThat(rates.refusal(OFFICE)).contains(Limit.CONNECTS_PER_ADDRESS);
        assertThat(rates.refusal("203.0.113.8")).isEmpty();
    }

    @Test
    void oneNetworkCannotComeUnderManyAddresses() {
        ConnectRates rates =
                new ConnectRates(TestLimits.with(Map.of("sync.gateway.limits.connects-per-second-per-address", "2")));
        long count = 0;
        for (int i = 0; i < 1_000; i++) {
            count += rates.refusal("2001:db8:0:1::" + Integer.toHexString(i)).isEmpty() ? 1 : 0;
        }

        assertThat(count).isBetween(10L, 30L);
    }

    @Test
    void theNodeHasALimitTooWhichOneAddressDoesNotUseUp() {
        ConnectRates rates = new ConnectRates(TestLimits.with(Map.of(
                "sync.gateway.limits.connects-per-second", "10",
                "sync.gateway.limits.connects-per-second-per-address", "2")));
        letIn(rates, OFFICE, 1_000);

        long others = 0;
        for (int i = 0; i < 250; i++) {
            others += rates.refusal("198.51.100." + i).isEmpty() ? 1 : 0;
        }

        assertThat(others).isBetween(20L, 100L);
        assertThat(rates.refusal("192.0.2.1")).contains(Limit.CONNECTS);
    }
}
