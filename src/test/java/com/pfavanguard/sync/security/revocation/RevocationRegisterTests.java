package com.pfavanguard.sync.security.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Revocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationRegisterTests {

    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");
    private static final OrganizationId LOUD = new OrganizationId("org-loud");
    private static final OrganizationId QUIET = new OrganizationId("org-quiet");

    private final RevocationRegister revocations =
            new RevocationRegister(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(1));

    private List<Revocation> revoke(String userId, OrganizationId organizationId, int second) {
        return revocations.add(new Revocation(userId, organizationId, NOW.plusSeconds(second)));
    }

    private boolean isRevoked(String userId, OrganizationId organizationId, int issuedAtSecond) {
        return revocations.isRevoked(userId, organizationId, NOW.plusSeconds(issuedAtSecond));
    }

    @Test
    void noOrganizationPushesOutWhatAnotherHasSaid() {
        revoke("mallory", QUIET, 0);

        for (int i = 0; i < 20_000; i++) {
            revoke("u-" + i, LOUD, 1);
        }

        assertThat(isRevoked("mallory", QUIET, -1)).isTrue();
        assertThat(isRevoked("other", QUIET, -1)).isFalse();
    }

    @Test
    void whoeverWasTurnedAwayStaysSoBeyondTheQuota() {
        for (int i = 0; i <= RevokedUsers.MOST + 1; i++) {
            revoke("u-" + i, LOUD, i);
        }

        for (int i = 0; i <= RevokedUsers.MOST + 1; i++) {
            assertThat(isRevoked("u-" + i, LOUD, i - 1)).as("u-" + i).isTrue();
        }
        assertThat(isRevoked("another", LOUD, 0)).isTrue(); // older than those that gave way
        assertThat(isRevoked("another", LOUD, 2)).isFalse();
        assertThat(isRevoked("u-0", LOUD, 2)).isFalse(); // has signed in since
    }

    @Test
    void whatGivesWayIsTold() {
        for (int i = 0; i < RevokedUsers.MOST; i++) {
            assertThat(revoke("u-" + i, LOUD, i)).isEmpty();
        }

        assertThat(revoke("u-0", LOUD, 2_000)).isEmpty(); // known by name
        assertThat(revoke("new", LOUD, 2_001)).containsExactly(new Revocation("u-1", LOUD, NOW.plusSeconds(1)));
        assertThat(revoke(null, LOUD, 3_000)).hasSize(RevokedUsers.MOST);
    }

    @Test
    void whatIsKnownIsNoNews() {
        List<Revocation> heard = new ArrayList<>();
        revocations.onRevocation(heard::add);

        for (int i = 0; i < 3; i++) { // as after each loss of the connection
            revoke("u-1", LOUD, 1);
            revoke(null, QUIET, 1);
            revoke("u-2", QUIET, 1);
        }

        assertThat(heard).hasSize(2);
    }

    @Test
    void whatIsTooOldIsNotKept() {
        revoke("u-1", LOUD, -100_000);

        assertThat(isRevoked("u-1", LOUD, -200_000)).isFalse();
    }
}
