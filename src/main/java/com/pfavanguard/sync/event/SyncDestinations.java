package com.pfavanguard.sync.event;

import java.util.Optional;

/**
 * Maps an organization to its broker address and back; no other class does. {@code sync.org-rio} (JMS topic) and {@code
 * /topic/sync.org-rio} (STOMP) are the same Artemis address.
 */
public final class SyncDestinations {

    /** The prefix of STOMP destinations that Artemis maps to topics (acceptor option {@code multicastPrefix}). */
    public static final String STOMP_TOPIC_PREFIX = "/topic/";

    private static final String ADDRESS_PREFIX = "sync.";

    private SyncDestinations() {}

    /** The Artemis address, which is also the JMS topic name: {@code sync.<organizationId>}. */
    public static String address(OrganizationId organizationId) {
        return ADDRESS_PREFIX + organizationId.value();
    }

    /** The STOMP destination to subscribe to: {@code /topic/sync.<organizationId>}. */
    public static String stompDestination(OrganizationId organizationId) {
        return STOMP_TOPIC_PREFIX + address(organizationId);
    }

    /**
     * The organization of a destination; empty if it belongs to none.
     *
     * @param destination {@code sync.<org>} as on messages sent by JMS, or {@code /topic/sync.<org>} as sent by STOMP
     */
    public static Optional<OrganizationId> organizationOf(String destination) {
        String address = destination.startsWith(STOMP_TOPIC_PREFIX)
                ? destination.substring(STOMP_TOPIC_PREFIX.length())
                : destination;
        if (!address.startsWith(ADDRESS_PREFIX)) {
            return Optional.empty();
        }
        String word = address.substring(ADDRESS_PREFIX.length());
        return OrganizationId.isValid(word) ? Optional.of(new OrganizationId(word)) : Optional.empty();
    }
}
