package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.HistoryQueue;
import com.pfavanguard.sync.gateway.link.GapCheck.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the broker's ring for one {@link GapWatch}: asks for its oldest message when a look is due, and has a {@link
 * GapCheck} judge the answer. Used by the watch's thread; {@link #check} and {@link #askedAt} are safe for any.
 */
final class RingLooks {

    private static final Logger log = LoggerFactory.getLogger(RingLooks.class);

    static final long NO_GAP = -1;

    static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    // How long the broker may take to name its data.
    static final long NAME_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    // At full speed the watch looks this often while the ring turns over once.
    private static final int LOOKS_PER_RING = 8;

    private final HistoryQueue history;
    private final ReadMessages read;
    private final int askAfter;

    private HistoryQueue.@Nullable Look look;
    private @Nullable GapCheck former;
    private volatile @Nullable GapCheck check;
    private volatile long askedAt;
    private long askedNanos;

    /**
     * Does not connect yet.
     *
     * @param former the check of the connection before it, for a last look; {@code null} if there was none
     */
    RingLooks(HistoryQueue history, ReadMessages read, @Nullable GapCheck former, int ringSize) {
        this.history = history;
        this.read = read;
        this.former = former;
        this.askAfter = Math.max(1, ringSize / LOOKS_PER_RING);
    }

    /** The check of this connection; {@code null} if nothing was read. */
    @Nullable GapCheck check() {
        return check;
    }

    /** How many messages had been read when the broker was last asked. */
    long askedAt() {
        return askedAt;
    }

    /** When the count of messages read reaches this, a look is due. */
    long nextAt() {
        return check == null ? 1 : askedAt + askAfter;
    }

    boolean isConnected() {
        return look != null;
    }

    /**
     * Connects to the broker.
     *
     * @param stop turns true when the connection is no longer needed
     * @return short name of the broker's data; empty if the broker does not say
     */
    String connect(BooleanSupplier stop) throws IOException {
        HistoryQueue.Look connected = history.connect();
        look = connected;
        long began = System.nanoTime();
        String name = connected.dataId();
        while (name == null && !stop.getAsBoolean() && System.nanoTime() - began < NAME_WITHIN_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            name = connected.dataId();
        }
        return name == null ? "" : shortName(name);
    }

    private static String shortName(String dataId) {
        return UUID.nameUUIDFromBytes(dataId.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }

    /**
     * Looks once for the former connection, which ended before its last look.
     *
     * @return whether messages may have gone unread over it
     */
    boolean judgeFormer() throws IOException {
        GapCheck judged = former;
        boolean gap = judged != null
                && judged.judgeAtLast(Objects.requireNonNull(look).oldest()) != Verdict.NO_GAP;
        former = null;
        return gap;
    }

    /** Begins to check as soon as a message of the usual priority has been read; a look is due then. */
    void beginWhenRead() {
        if (check == null && read.firstUsual() >= 0) {
            check = new GapCheck(read);
            askedNanos = System.nanoTime() - ASK_EVERY_NANOS;
        }
    }

    /**
     * Whether much has been read since the last look, or anything and a second has passed.
     *
     * @param wantedAt a look is due as well if the last one was made before so many messages had been read
     */
    boolean isDue(long wantedAt) {
        if (check == null) {
            return false;
        }
        long count = read.count();
        return askedAt < wantedAt
                || count - askedAt >= askAfter
                || count > askedAt && System.nanoTime() - askedNanos >= ASK_EVERY_NANOS;
    }

    /**
     * Asks the broker whether messages may have gone unread since the last look.
     *
     * @return how many messages were read before the gap; {@link #NO_GAP} if there is none
     */
    long findsGap() throws IOException {
        long count = read.count();
        long began = System.nanoTime();
        OptionalLong oldest = Objects.requireNonNull(look).oldest();
        Verdict verdict = Objects.requireNonNull(check).judge(oldest, count);
        askedAt = count;
        askedNanos = began;
        if (verdict != Verdict.GAP) {
            return NO_GAP;
        }
        long behind = readBefore(oldest);
        log.debug(
                "Possible gap: the oldest message in the ring is {}, after {} messages read, {} of them before it",
                oldest,
                count,
                behind);
        return behind;
    }

    // What is in the ring now is complete. If its oldest message has not been read yet, all that has been comes before
    // it.
    private long readBefore(OptionalLong oldest) {
        long all = read.count();
        long ordinal = oldest.isPresent() ? read.ordinalOf(oldest.getAsLong()) : -1;
        return ordinal >= 0 ? ordinal : all;
    }

    void disconnect() {
        HistoryQueue.Look open = look;
        look = null;
        if (open != null) {
            open.close();
        }
    }
}
