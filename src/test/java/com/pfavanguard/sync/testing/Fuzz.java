package com.pfavanguard.sync.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Input that is nearly right. The same each time, so that a build means something; {@code -Dsync.test.seed=<number>} begins
 * elsewhere and {@code -Dsync.test.times=<n>} goes on for longer. A failure names the seed and the round to repeat.
 */
public final class Fuzz {

    private static final long SEED = Long.getLong("sync.test.seed", 20_261_123);
    private static final int TIMES = Integer.getInteger("sync.test.times", 1);

    private final Random random;
    private final List<byte[]> dictionary;

    /** @param dictionary texts that are inserted now and then, since random bytes hardly ever form them */
    public Fuzz(int round, String... dictionary) {
        this.random = new Random(SEED + round);
        this.dictionary = Arrays.stream(dictionary)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** How many rounds to go, and says from which seed. */
    public static int rounds(String what, int usual) {
        int rounds = Math.multiplyExact(usual, TIMES);
        System.out.println("Fuzz: " + rounds + " rounds of " + what + " from seed " + SEED
                + " (-Dsync.test.seed=<number>, -Dsync.test.times=<n>)");
        return rounds;
    }

    /** For failure messages. */
    public static String round(int round) {
        return "-Dsync.test.seed=" + SEED + ", round " + round;
    }

    public Random random() {
        return random;
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A few changes: bits turned over, parts left out, doubled or put in, the end cut off. */
    public byte[] changed(byte[] input) {
        byte[] bytes = input;
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> turned(bytes, at);
            case 1 -> joined(bytes, at, new byte[0], to);
            case 2 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, to), at);
            case 3 -> joined(bytes, at, randomBytes(1 + random.nextInt(8)), at);
            case 4 -> Arrays.copyOf(bytes, at);
            default -> joined(bytes, at, word(), to);
        };
    }

    private byte[] turned(byte[] bytes, int at) {
        byte[] turned = bytes.clone();
        if (at < turned.length) {
            turned[at] ^= (byte) (1 << random.nextInt(8));
        }
        return turned;
    }

    private byte[] word() {
        return dictionary.isEmpty() ? randomBytes(2) : dictionary.get(random.nextInt(dictionary.size()));
    }

    public byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int before, byte[] between, int after) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, 0, before);
        joined.writeBytes(between);
        joined.write(bytes, after, bytes.length - after);
        return joined.toByteArray();
    }
}
