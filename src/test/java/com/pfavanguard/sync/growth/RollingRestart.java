package com.pfavanguard.sync.growth;

import java.util.Arrays;
import java.util.SplittableRandom;

/** All gateways are restarted one after another; the sessions of each go to the others. Counts, without time. */
final class RollingRestart {

    private static final long SEED = 20261130L;

    private RollingRestart() {}

    /** Which of the other gateways a load balancer picks for a client. */
    enum Balancing {
        RANDOM,
        LEAST_CONNECTIONS
    }

    /**
     * How the sessions lie afterwards.
     *
     * @param moves how often a client had to reconnect, on average
     * @param most most sessions that one gateway had at any time, as a share of an even share
     * @param fewest fewest sessions of a gateway at the end, likewise
     */
    record Result(double moves, double most, double fewest) {}

    static Result of(int clients, int gateways, Balancing balancing) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] sessions = new int[gateways];
        Arrays.fill(sessions, clients / gateways);
        double even = clients / (double) gateways;
        long moves = 0;
        int most = 0;
        for (int restarted = 0; restarted < gateways; restarted++) {
            int leaving = sessions[restarted];
            moves += leaving;
            sessions[restarted] = 0;
            for (int i = 0; i < leaving; i++) {
                sessions[pick(sessions, restarted, balancing, random)]++;
            }
            most = Math.max(most, Arrays.stream(sessions).max().orElse(0));
        }
        return new Result(
                moves / (double) clients,
                most / even,
                Arrays.stream(sessions).min().orElse(0) / even);
    }

    private static int pick(int[] sessions, int restarted, Balancing balancing, SplittableRandom random) {
        if (balancing == Balancing.RANDOM) {
            int other = random.nextInt(sessions.length - 1);
            return other < restarted ? other : other + 1;
        }
        int least = restarted == 0 ? 1 : 0;
        for (int other = 0; other < sessions.length; other++) {
            if (other != restarted && sessions[other] < sessions[least]) {
                least = other;
            }
        }
        return least;
    }
}
