package com.pfavanguard.sync.growth;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Clients that have lost their sessions come back through a load balancer that picks a gateway at random. Steps of ten
 * milliseconds; each client is simulated.
 */
final class Reconnects {

    private static final int STEP_MS = 10;
    private static final int STEPS = 60_000;
    private static final long SEED = 20261130L;
    private static final int NONE = -1;

    /** For how long a load balancer sends clients to a gateway that was killed: one failed check every five seconds. */
    private static final int NOTICED_AFTER_MS = 5_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ClientBackOff backOff = ClientBackOff.asShipped();
    private final SimulatedGateway[] gateways;

    // Per client.
    private final int[] lostAt;
    private final int[] backAt;
    private final byte[] failures;

    // The clients that connect in a step: a list through next, from head.
    private final int[] head = new int[STEPS];
    private final int[] next;

    private long attempts;
    private int step;
    private int left;

    /** Clients, all in the same step or spread, and the gateways they find. */
    private Reconnects(int clients, SimulatedGateway... gateways) {
        this.gateways = gateways;
        this.lostAt = new int[clients];
        this.backAt = new int[clients];
        this.failures = new byte[clients];
        this.next = new int[clients];
        Arrays.fill(head, NONE);
        this.left = clients;
    }

    /**
     * What the clients went through.
     *
     * @param half seconds until half of them were back; likewise {@code most} for 99 % and {@code all}
     * @param longest the longest silence of a client, from the end of its session to the next one, in seconds
     * @param attempts handshakes for each client
     * @param peak most sessions that one gateway accepted within a second
     */
    record Result(double half, double most, double all, double longest, double attempts, int peak) {}

    /** All clients of all gateways are cut off at once, as by a load balancer that restarts. */
    static Result storm(int clients, int gateways, GatewaySize size) {
        Reconnects run = new Reconnects(clients, empty(gateways, size));
        for (int client = 0; client < clients; client++) {
            run.lost(client);
        }
        return run.toTheEnd();
    }

    /** One gateway is killed; its clients come to the others, which have theirs. */
    static Result kill(int clients, int gateways, GatewaySize size) {
        int each = clients / gateways;
        SimulatedGateway[] all = full(gateways, size, each);
        all[0].die();
        Reconnects run = new Reconnects(each, all);
        for (int client = 0; client < each; client++) {
            run.lost(client);
        }
        return run.toTheEnd();
    }

    /**
     * One gateway drains: its clients leave one after another, each at its turn, and connect at once.
     *
     * @param drainSeconds time in which a full gateway sends its sessions away; longer if half of the others'
     *     connects-per-second would be exceeded
     */
    static Result drain(int clients, int gateways, GatewaySize size, int drainSeconds) {
        int each = clients / gateways;
        SimulatedGateway[] others = full(gateways - 1, size, each);
        Reconnects run = new Reconnects(each, others);
        double spreadMs = 1000.0
                * Math.max((double) drainSeconds * each / size.maxConnections(), 2.0 * each / size.connectsPerSecond());
        for (int client = 0; client < each; client++) {
            int turn = (int) (spreadMs * client / each);
            run.lostAt[client] = turn;
            run.schedule(client, turn);
        }
        return run.toTheEnd();
    }

    private static SimulatedGateway[] empty(int count, GatewaySize size) {
        return full(count, size, 0);
    }

    private static SimulatedGateway[] full(int count, GatewaySize size, int sessions) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SimulatedGateway(size, sessions))
                .toArray(SimulatedGateway[]::new);
    }

    private void lost(int client) {
        int now = step * STEP_MS;
        schedule(client, now + backOff.delayMs(failures[client], random));
        failures[client]++;
    }

    private void schedule(int client, int atMs) {
        // In the step after this one at the earliest, or its list would be walked and changed at once.
        int at = Math.max(step + 1, atMs / STEP_MS);
        if (at >= STEPS) {
            throw new IllegalStateException("Not all clients are back after ten minutes");
        }
        next[client] = head[at];
        head[at] = client;
    }

    private Result toTheEnd() {
        while (left > 0) {
            step++;
            for (int client = head[step]; client != NONE; ) {
                int following = next[client];
                connect(client);
                client = following;
            }
            for (SimulatedGateway gateway : gateways) {
                gateway.work(STEP_MS, this::ended);
            }
            if (step % (1000 / STEP_MS) == 0) {
                endSecond();
            }
        }
        endSecond();
        return result();
    }

    private void endSecond() {
        for (SimulatedGateway gateway : gateways) {
            gateway.secondEnds();
        }
    }

    private void connect(int client) {
        attempts++;
        SimulatedGateway chosen = gateways[random.nextInt(gateways.length)];
        while (!chosen.isUp() && step * STEP_MS > NOTICED_AFTER_MS) {
            chosen = gateways[random.nextInt(gateways.length)];
        }
        if (chosen.isUp()) {
            chosen.arrive(client, step * STEP_MS);
        } else {
            lost(client);
        }
    }

    private void ended(int client, boolean accepted, int startedAt) {
        int now = step * STEP_MS;
        if (!accepted) {
            lost(client);
        } else if (now - startedAt > backOff.timeoutMs()) {
            throw new IllegalStateException(
                    "A client gave up while it waited for a gateway: model its session as lost");
        } else {
            backAt[client] = now;
            left--;
        }
    }

    private Result result() {
        int[] back = backAt.clone();
        Arrays.sort(back);
        int longest = IntStream.range(0, backAt.length)
                .map(client -> backAt[client] - lostAt[client])
                .max()
                .orElse(0);
        return new Result(
                seconds(back[back.length / 2]),
                seconds(back[(int) (back.length * 0.99)]),
                seconds(back[back.length - 1]),
                seconds(longest),
                (double) attempts / back.length,
                Arrays.stream(gateways).mapToInt(SimulatedGateway::peak).max().orElse(0));
    }

    private static double seconds(int ms) {
        return ms / 1000.0;
    }
}
