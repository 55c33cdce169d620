package com.pfavanguard.sync.security.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.security.Revocation;
import com.pfavanguard.sync.security.Revocations;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker keeps of revocations, and what a process makes of it that starts later. */
class RevocationFeedIT {

    private static final OrganizationId LOUD = new OrganizationId("org-loud");
    private static final OrganizationId QUIET = new OrganizationId("org-quiet");
    private static final int TOO_MANY = RevokedUsers.MOST + 20;

    @Test
    void anOrganizationHasRoomForSoManyInTheBrokerAndTakesNobodyElses(@TempDir Path data) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (TestGateway gateway = TestGateway.start(data, TestToken.SETTINGS)) {
            RevocationFeed feed = gateway.bean(RevocationFeed.class);
            feed.publish(new Revocation("mallory", QUIET, start));
            for (int i = 0; i < 5; i++) {
                feed.publish(new Revocation("again", QUIET, start.plusSeconds(i)));
            }

            for (int i = 0; i < TOO_MANY; i++) {
                feed.publish(new Revocation("u-" + i, LOUD, start.plusMillis(i)));
            }

            // Seldom, since each look reads a thousand messages; the broker drops expired ones every half minute.
            await().atMost(WireClient.PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(entries(gateway))
                            .isEqualTo(RevokedUsers.MOST + 3)); // plus "all users" of org-loud and the two of org-quiet
            gateway.restart();
            Revocations known = gateway.bean(Revocations.class);
            assertThat(known.isRevoked("mallory", QUIET, start.minusSeconds(1))).isTrue();
            assertThat(known.isRevoked("again", QUIET, start.plusSeconds(3))).isTrue();
            assertThat(known.isRevoked("other", QUIET, start.minusSeconds(1))).isFalse();
            for (int i = 0; i < TOO_MANY; i++) {
                assertThat(known.isRevoked("u-" + i, LOUD, start.minusSeconds(1)))
                        .as("u-" + i)
                        .isTrue();
            }
        }
    }

    // The embedded broker's probe, an empty message of its own key, comes and goes among them.
    private static long entries(TestGateway gateway) {
        return gateway.bean(WorkQueues.class).queue(SyncQueues.CONTROL).browse(Selector.ALL).stream()
                .filter(message -> !message.body().isEmpty())
                .count();
    }
}
