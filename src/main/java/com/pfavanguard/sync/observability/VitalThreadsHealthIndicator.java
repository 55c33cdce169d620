package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.vital.Vital;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports whether all vital threads make progress, and names those that do not; part of liveness. */
@Component
class VitalThreadsHealthIndicator implements HealthIndicator {

    @Override
    public Health health() {
        Map<String, Duration> still = Vital.still();
        Health.Builder health = still.isEmpty() ? Health.up() : Health.down();
        still.forEach((thread, stood) -> health.withDetail(thread, "has not moved for " + stood.toSeconds() + " s"));
        return health.build();
    }
}
