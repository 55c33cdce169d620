package com.pfavanguard.sync.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Limits how many items of one organization are in hand at once: few at first, one more after each answer of PEMS, half
 * as many after each request without an answer. An organization whose records hang soon holds one thread instead of
 * all; one that PEMS answers gets its full number. Safe for any thread.
 *
 * <p>Suspect items, whose last attempt got no answer, are counted apart, so that other items of their organization go
 * on. All suspect items together hold at most a third of the threads; other items of organizations whose latest request
 * got no answer hold at most another third. The last third is for organizations that PEMS answers (decision 0022).
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
     * @param shared whether some threads are kept for other organizations; if not, one organization may use all threads
     *     as long as PEMS answers it
     */
    InFlightLimits(int most, boolean shared) {
        this.most = most;
        this.mostOfOne = shared ? most : threads();
        this.start = shared ? Math.max(1, most / START_DIVISOR) : mostOfOne;
    }

    /** The number of threads: half as many again, so that one is always left for another organization. */
    int threads() {
        return most + Math.max(1, most / 2);
    }

    synchronized void answered(String organization) {
        shares.put(organization, new Share(Math.min(mostOfOne, share(organization).limit + 1), false));
    }

    /** Halves the limit: PEMS gave no answer for a record of the organization. */
    synchronized void unanswered(String organization) {
        shares.put(organization, new Share(Math.max(1, share(organization).limit / 2), true));
    }

    /** Lowers the limit to one item, after the organization had to wait for another reason. */
    synchronized void beginAgain(String organization) {
        shares.put(organization, new Share(1, false));
    }

    private Share share(String organization) {
        return shares.getOrDefault(organization, new Share(start, false));
    }

    /** Whether another item of the organization may be started, other than a suspect one. */
    synchronized boolean admits(String organization, StartedItems started) {
        Share share = share(organization);
        return others(organization, started) < share.limit && (!share.suspect || othersOfSuspects(started) < third());
    }

    /**
     * Whether a suspect item of the organization may be started; leaves one thread to another organization's, if there
     * is more than one.
     */
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

    /** Forgets all organizations except these. */
    synchronized void keep(Predicate<String> organizations) {
        shares.keySet().removeIf(organizations.negate());
    }
}
