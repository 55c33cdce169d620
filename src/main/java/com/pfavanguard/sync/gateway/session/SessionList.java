package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.Largest;
import com.pfavanguard.sync.gateway.stream.Standing;
import com.pfavanguard.sync.security.Caller;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Selects the open sessions that an administrator wants to see, and describes those few. Looks at each session once and
 * holds its lock for a moment only, since the threads that write events need it. For one thread.
 */
final class SessionList {

    private static final int MOST_ORGANIZATIONS = 100;

    /** Which sessions come first. */
    enum Sort {
        /** Those furthest behind: whose oldest waiting event has waited longest. */
        LAG(Comparator.<Seen>comparingLong(seen -> seen.standing.milliseconds())
                .thenComparingLong(seen -> seen.standing.events())),
        /** Those that have been open longest. */
        AGE(Comparator.comparingLong(Seen::ageMillis));

        private final Comparator<Seen> order;

        Sort(Comparator<Seen> order) {
            this.order = order;
        }
    }

    /**
     * One session as administrators see it.
     *
     * @param id for DELETE
     * @param userId null in open mode, and until the client has sent its token
     * @param protocol stomp or json
     * @param filters null if it hears everything
     * @param tokenExpiresAt null if it never does
     */
    record Shown(
            String id,
            String organizationId,
            @Nullable String userId,
            String address,
            String protocol,
            Instant connectedAt,
            int subscriptions,
            Standing.@Nullable Filters filters,
            Lag lag,
            @Nullable Instant tokenExpiresAt) {}

    /** What waits for a session; zeros if it is up to date. */
    record Lag(long events, long bytes, long milliseconds) {}

    record OfOrganization(String organizationId, int sessions) {}

    /** @param total all that were selected, also those that are not listed */
    record Listed(int total, List<Shown> sessions, List<OfOrganization> byOrganization) {}

    private record Seen(ClientSession session, Standing standing, long ageMillis) {}

    private static final Standing NOWHERE = new Standing(0, null, 0, 0, 0);

    private final Predicate<ClientSession> wanted;
    private final Largest<Seen> largest;

    SessionList(Predicate<ClientSession> wanted, Sort sort, int limit) {
        this.wanted = wanted;
        this.largest = new Largest<>(limit, sort.order);
    }

    /**
     * @param moment this machine's time
     * @param brokerMillis the broker's, by which events are stamped
     */
    Listed of(Iterable<ClientSession> all, Instant moment, long brokerMillis) {
        int total = 0;
        Map<String, Integer> byOrganization = new HashMap<>();
        long now = System.nanoTime();
        for (ClientSession session : all) {
            if (wanted.test(session)) {
                total++;
                byOrganization.merge(session.organizationId().value(), 1, Integer::sum);
                largest.add(seen(session, now, brokerMillis));
            }
        }
        return new Listed(
                total, largest.list().stream().map(seen -> shown(seen, moment)).toList(), most(byOrganization));
    }

    private static Seen seen(ClientSession session, long now, long brokerMillis) {
        return new Seen(
                session,
                session.membership()
                        .joined()
                        .map(subscriber -> subscriber.standing(brokerMillis))
                        .orElse(NOWHERE),
                session.liveness().age(now).toMillis());
    }

    private static Shown shown(Seen seen, Instant moment) {
        ClientSession session = seen.session;
        Caller caller = session.caller().orElse(null);
        Standing standing = seen.standing;
        return new Shown(
                session.getId(),
                session.organizationId().value(),
                caller == null || caller.isAnonymous() ? null : caller.userId(),
                session.address(),
                session.protocol().label(),
                moment.minusMillis(seen.ageMillis),
                standing.subscriptions(),
                standing.filters(),
                new Lag(standing.events(), standing.bytes(), standing.milliseconds()),
                caller == null || caller.expiresAt().equals(Instant.MAX) ? null : caller.expiresAt());
    }

    private static List<OfOrganization> most(Map<String, Integer> byOrganization) {
        Largest<OfOrganization> most = new Largest<>(
                MOST_ORGANIZATIONS,
                Comparator.comparingInt(OfOrganization::sessions)
                        .thenComparing(Comparator.comparing(OfOrganization::organizationId)
                                .reversed()));
        byOrganization.forEach((organizationId, sessions) -> most.add(new OfOrganization(organizationId, sessions)));
        return most.list();
    }
}
