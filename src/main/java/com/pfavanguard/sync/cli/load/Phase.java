package com.pfavanguard.sync.cli.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * The events of one phase of a measurement, and their deliveries. One thread publishes them; the crowd's thread notes
 * the deliveries and asks for the results.
 */
final class Phase {

    private static final AtomicInteger BEGUN = new AtomicInteger();
    private static final int LETTERS = 26;
    private static final int FIRST_EVENTS = 1024;

    // No event may carry the id of one that a broker still remembers.
    private static final String RUN = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private final int id = BEGUN.incrementAndGet();
    private final char letter = (char) ('A' + id % LETTERS);
    private final int[] audience;
    private final AtomicIntegerArray sent;

    private final int[][] deliveries;
    private final Latencies latencies = new Latencies();
    private final Latencies lastLatencies = new Latencies();
    private int hearers;
    private long delivered;
    private long late;
    private long twice;

    /** @param audience how many clients each organization has */
    Phase(int[] audience) {
        this.audience = audience.clone();
        this.sent = new AtomicIntegerArray(audience.length);
        this.deliveries = new int[audience.length][FIRST_EVENTS];
    }

    char letter() {
        return letter;
    }

    String eventId(int number) {
        return RUN + "." + id + "." + number;
    }

    void publish(Publisher publisher, int organization, String organizationId, int bytes) throws IOException {
        int number = sent.incrementAndGet(organization);
        byte[] json = LoadEvent.json(organizationId, letter, number, LoadEvent.now(), bytes);
        publisher.publish(organizationId, eventId(number), json);
    }

    /** @return whether that client was the last of its organization to hear it */
    boolean heard(LoadClient client, int number, long latency) {
        switch (client.hearing.hear(number)) {
            case IN_ORDER -> {}
            case LATE -> late++;
            case TWICE -> {
                twice++;
                return false;
            }
        }
        hearers += client.hearing.heard() == 1 ? 1 : 0;
        delivered++;
        latencies.add(latency);
        int organization = client.organization();
        if (++deliveriesUpTo(organization, number)[number] != audience[organization]) {
            return false;
        }
        lastLatencies.add(latency);
        return true;
    }

    private int[] deliveriesUpTo(int organization, int number) {
        if (number >= deliveries[organization].length) {
            deliveries[organization] = Arrays.copyOf(deliveries[organization], number * 2);
        }
        return deliveries[organization];
    }

    /** Returns how many events each organization was sent so far. */
    int[] sentToEach() {
        return IntStream.range(0, audience.length).map(sent::get).toArray();
    }

    private long sent() {
        return IntStream.of(sentToEach()).asLongStream().sum();
    }

    private long expected() {
        long sum = 0;
        for (int organization = 0; organization < audience.length; organization++) {
            sum += (long) sent.get(organization) * audience[organization];
        }
        return sum;
    }

    /** How many clients have heard nothing yet. */
    int deaf() {
        return Arrays.stream(audience).sum() - hearers;
    }

    long delivered() {
        return delivered;
    }

    boolean isComplete() {
        return delivered == expected();
    }

    LoadOutcome outcome() {
        LoadOutcome.Count count = new LoadOutcome.Count(delivered, expected() - delivered, late, twice);
        return new LoadOutcome(sent(), count, latencies, lastLatencies);
    }
}
