package com.pfavanguard.sync.security.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.AuditFact;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class RecentRefusalsTests {

    private static final OrganizationId RIO = new OrganizationId("org-rio");

    private final RecentRefusals refusals = new RecentRefusals(Clock.systemUTC());

    @Test
    void alikeRefusalsAreOneEntry() {
        refusals.add("SLOW", "close", RIO, "u-1", "2001:db8::1");
        refusals.add("FORBIDDEN", "access", RIO, "u-1", "2001:db8::1");
        refusals.add("SLOW", "close", RIO, "u-1", "2001:db8::2");

        assertThat(refusals.latest(10))
                .filteredOn(entry -> entry.code().equals("SLOW"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.count()).isEqualTo(2);
                    assertThat(entry.address()).isEqualTo("2001:db8::2");
                });
    }

    @Test
    void unknownCallersDoNotPushOutKnownOnes() {
        refusals.add("SLOW", "close", RIO, "u-1", "10.0.0.1");

        for (int i = 0; i < 2 * RecentRefusals.MOST; i++) {
            refusals.add("UNAUTHORIZED", "access", new OrganizationId("org-" + i), null, "10.0.0.2");
        }

        assertThat(refusals.size()).isEqualTo(RecentRefusals.MOST + 1);
        assertThat(refusals.latest(2 * RecentRefusals.MOST)).anyMatch(entry -> "u-1".equals(entry.userId()));
    }

    @Test
    void connectsDoNotPushOutOtherActionsOfTheAudit() {
        RecentFacts facts = new RecentFacts(Clock.systemUTC());
        facts.add("pause", "success", RIO, "chief", "10.0.0.1", AuditFact.of("reason", "x".repeat(1_000)));

        for (int i = 0; i < 2 * RecentFacts.MOST_OF_AN_ACTION; i++) {
            facts.add("connect", "success", RIO, "u-" + i, "10.0.0.2");
        }

        assertThat(facts.size()).isEqualTo(RecentFacts.MOST_OF_AN_ACTION + 1);
        assertThat(facts.latest("pause", 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().get("reason")).hasSizeLessThanOrEqualTo(200));
    }
}
