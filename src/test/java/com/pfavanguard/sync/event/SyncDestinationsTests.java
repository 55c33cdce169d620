package com.pfavanguard.sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncDestinationsTests {

    private static final OrganizationId ORG_RIO = new OrganizationId("org-rio");

    @Test
    void namesOneAddressForJmsAndForStomp() {
        assertThat(SyncDestinations.address(ORG_RIO)).isEqualTo("sync.org-rio");
        assertThat(SyncDestinations.stompDestination(ORG_RIO)).isEqualTo("/topic/sync.org-rio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"org-rio", "ORG_7", "history", "sync", "topic", "0"})
    void leadsBackToTheOrganizationFromEither(String value) {
        OrganizationId organizationId = new OrganizationId(value);

        String address = SyncDestinations.address(organizationId);
        String stompDestination = SyncDestinations.stompDestination(organizationId);

        assertThat(SyncDestinations.organizationOf(address)).contains(organizationId);
        assertThat(SyncDestinations.organizationOf(stompDestination)).contains(organizationId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sync",
                "sync.",
                "sync.#",
                "sync.*",
                "sync.org.rio",
                "sync.gateway.marker",
                "sync.org-rio\n",
                "sync.org-rio::sync.history",
                "sync.#::sync.history",
                "Sync.org-rio",
                "async.org-rio",
                "org-rio",
                "pems.write",
                "/topic/",
                "/topic/org-rio",
                "/topic/sync.#",
                "/topic//topic/sync.org-rio",
                "/TOPIC/sync.org-rio",
                "/queue/sync.org-rio",
                "topic/sync.org-rio",
                "topic://sync.org-rio",
                "activemq.notifications"
            })
    void belongToNoOrganizationOtherwise(String destination) {
        assertThat(SyncDestinations.organizationOf(destination)).isEmpty();
    }
}
