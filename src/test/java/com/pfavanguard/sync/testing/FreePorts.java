package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that no process listens on. Each test JVM counts through a range that it shares with no other fork, below the
 * ports the system gives to outgoing connections: a port stays free until the test listens on it (decision 0036).
 */
public final class FreePorts {

    private static final int LOWEST = 10_000;
    private static final int RANGE = 2_000;
    private static final int RANGES = 11;

    private static final int FIRST = LOWEST + RANGE * range();

    // Two builds on one machine begin at different ports, so that they seldom ask for the same one.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

    private FreePorts() {}

    /** The next port of this JVM's range on which a server could start now. */
    public static int next() {
        for (int tries = 0; tries < RANGE; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), RANGE);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + FIRST + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    // The fork's number as Surefire and Failsafe give it, from 1; 0 outside of them.
    private static int range() {
        return Integer.parseInt(System.getProperty("sync.test.fork", "0")) % RANGES;
    }
}
