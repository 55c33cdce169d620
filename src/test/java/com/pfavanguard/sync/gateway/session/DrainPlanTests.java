package com.pfavanguard.sync.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.gateway.limits.LimitProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DrainPlanTests {

    private static final int CAPACITY = 10_000;
    private static final Duration FULL = Duration.ofSeconds(30);

    private static DrainPlan plan(int sessions, int ofOneAddress) {
        return plan(sessions, ofOneAddress, FULL);
    }

    private static DrainPlan plan(int sessions, int ofOneAddress, Duration window) {
        return DrainPlan.of(sessions, ofOneAddress, CAPACITY, limits(Map.of()), FULL, window);
    }

    private static LimitProperties limits(Map<String, Object> settings) {
        return new Binder(new MapConfigurationPropertySource(new HashMap<>(settings)))
                .bindOrCreate("limits", LimitProperties.class);
    }

    @ParameterizedTest
    @CsvSource({"10000, 30000", "5000, 15000", "500, 1500", "1, 3", "0, 0"})
    void fewSessionsLeaveQuicklyAndAFullGatewayTakesTheWholeTime(int sessions, int millis) {
        assertThat(plan(sessions, 0).spread()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void anOfficeBehindOneAddressUsesHalfOfTheLimitOfAnAddress() {
        assertThat(plan(2_000, 2_000).spread()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void theOtherGatewaysLimitIsKeptEvenIfThatTakesLongerThanThisOneCanGoOn() {
        LimitProperties limits = limits(Map.of("limits.connects-per-second", 100));

        DrainPlan plan = DrainPlan.of(10_000, 0, CAPACITY, limits, FULL, FULL);

        assertThat(plan.spread()).isEqualTo(Duration.ofSeconds(200));
        assertThat(plan.leftBy(FULL)).isEqualTo(10_000);
        assertThat(plan.hint(9_999, FULL)).isBetween(Duration.ofSeconds(169), Duration.ofSeconds(170));
    }

    /** Follows the loop of DrainRun on a clock of its own. */
    @ParameterizedTest
    @CsvSource({"10000", "2000", "333", "7", "1"})
    void clientsConnectAtASteadyRateWhicheverBatchTheyLeaveIn(int sessions) {
        DrainPlan plan = plan(sessions, 0);
        Map<Long, Integer> connectsOfSecond = new HashMap<>();
        int left = 0;
        Duration longestWait = Duration.ZERO;
        for (Duration now = Duration.ZERO; left < sessions; now = now.plusMillis(100)) {
            for (int until = plan.leftBy(now.plusMillis(100)); left < until; left++) {
                Duration hint = plan.hint(left, now);
                longestWait = longestWait.compareTo(hint) < 0 ? hint : longestWait;
                connectsOfSecond.merge(now.plus(hint).toSeconds(), 1, Integer::sum);
            }
            assertThat(now).isLessThanOrEqualTo(FULL);
        }

        assertThat(connectsOfSecond.values())
                .allSatisfy(connects -> assertThat(connects).isLessThanOrEqualTo(334));
        assertThat(longestWait).isLessThanOrEqualTo(Duration.ofMillis(103));
    }

    @Test
    void withoutAnotherGatewayAllLeaveAtOnceAndComeBackSpread() {
        DrainPlan plan = plan(1_000, 0, Duration.ZERO);

        assertThat(plan.leftBy(Duration.ZERO)).isEqualTo(1_000);
        assertThat(plan.hint(0, Duration.ZERO)).isZero();
        assertThat(plan.hint(999, Duration.ZERO)).isEqualTo(Duration.ofMillis(2_997));
    }

    @Test
    void theDefaultWaitNeverUsesUpTheWholeTime() {
        DrainProperties shortDrain = new DrainProperties(null, Duration.ofSeconds(4));

        assertThat(shortDrain.waitAt(Mode.EXTERNAL)).isEqualTo(Duration.ofSeconds(1));
    }
}
