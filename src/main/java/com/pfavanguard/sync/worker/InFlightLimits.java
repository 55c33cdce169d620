package com.pfavanguard.sync.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Bounds how many items of one organization are in hand at once: few at first, one more with each answer of PEMS, half
 * as many after each request without an answer. So an organization whose records hang soon holds one thread instead of
 * all, and one that is served well gets its full number. Safe for any thread.
 *
 * <p>Suspect items, those whose last attempt got no answer, have places of their own, so that the other items of their
 * organization go on. They hold a third of the threads at most, of whatever organizations; as many more may be held by
 * the other items of organizations whose latest request got no answer. The last third is for those who are served.
 */
final class InFlightLimits {

    private static final int START_DIVISOR = 4;

    private final int most;
    private final int mostOfOne;
    private final int start;
    private final Map<String, Share> shares = new HashMap<>();

    private record Share(int limit, boolean suspect) {}

    /**
     * @param most items that are written at the same time
     * @param shared whether some threads are kept for other organizations; otherwise one may use them all as long as it
     *     is answered
     */
    InFlightLimits(int most, boolean shared) {
        this.most = most;
        this.mostOfOne = shared ? most : threads();
        this.start = shared ? Math.max(1, most / START_DIVISOR) : mostOfOne;
    }

    /** Threads: half as many again, so that there is always one for another organization. */
    int threads() {
        return most + Math.max(1, most / 2);
    }

    synchronized void answered(String organization) {
        shares.put(organization, new Share(Math.min(mostOfOne, share(organization).limit + 1), false));
    }

    /** PEMS gave no answer for one of its records. */
    synchronized void unanswered(String organization) {
        shares.put(organization, new Share(Math.max(1, share(organization).limit / 2), true));
    }

    /** It has to wait for something else than an answer; then one item goes first. */
    synchronized void beginAgain(String organization) {
        shares.put(organization, new Share(1, false));
    }

    private Share share(String organization) {
        return shares.getOrDefault(organization, new Share(start, false));
    }

    /** Whether another item of the organization may be begun, a suspect one aside. */
    synchronized boolean admits(String organization, StartedItems started) {
        Share share = share(organization);
        return others(organization, started) < share.limit && (!share.suspect || othersOfSuspects(started) < third());
    }

    /** Whether a suspect item of the organization may be begun; one place is left to another's, if there is one. */
    synchronized boolean admitsSuspect(String organization, StartedItems started) {
        int all = started.organizations().stream()
                .mapToInt(started::suspectsInHand)
                .sum();
        return all < third() && started.suspectsInHand(organization) < Math.max(1, third() - 1);
    }

    private int third() {
        return threads() - most;
    }

    private static int others(String organization, StartedItems started) {
        return started.inHand(organization) - started.suspectsInHand(organization);
    }

    private int othersOfSuspects(StartedItems started) {
        return started.organizations().stream()
                .filter(organization -> share(organization).suspect)
                .mapToInt(organization -> others(organization, started))
                .sum();
    }

    /** Nothing needs to be known of any other organization than these. */
    synchronized void keep(Predicate<String> organizations) {
        shares.keySet().removeIf(organizations.negate());
    }
}
