package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.Timestamps;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the messages of snapshots (decision 0050). Nothing is copied for a subscription: it reads the table in the order
 * of the records' ids, at its own pace, and takes only states up to its base. Records that have moved since come as
 * events behind the base. Messages are kept for a moment, within limits, so that many clients at once cost little.
 * Safe for any thread; takes no lock of the stream.
 */
final class Snapshots {

    // The rest of a message that a socket took in part is kept for each session, so messages are much smaller than a
    // write may be.
    private static final int MESSAGE_BYTES = 16 * 1024;

    private static final long SHARED_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long KEPT_FOR_NANOS = TimeUnit.SECONDS.toNanos(3);

    // Events that a newcomer gets in addition, at most, because it shares a base.
    private static final int MOST_EVENTS_BEHIND = 500;

    private static final long MOST_BYTES = 8 * 1024 * 1024;

    private static final String TYPE = "SNAPSHOT";

    private final StateTable table;
    private final KnownPast past;
    private final Clock clock;
    private final LongSupplier nanos;
    private final MessageCompressor compressor;

    // Guarded by this, with the number of bytes that their messages have.
    private final Deque<SnapshotBase> shared = new ArrayDeque<>();
    private long bytes;

    Snapshots(StateTable table, KnownPast past, Clock clock, LongSupplier nanos, MessageCompressor compressor) {
        this.table = table;
        this.past = past;
        this.clock = clock;
        this.nanos = nanos;
        this.compressor = compressor;
    }

    /**
     * Where a snapshot that begins now is taken.
     *
     * @param at where the client stands; not to be before a gap that it has just been told
     */
    SnapshotBase base(Room room, StreamEvent at) {
        SnapshotBase recent = room.snapshotBase();
        long now = nanos.getAsLong();
        if (recent != null
                && (!at.isGap() || recent.link().sequence() >= at.sequence())
                && isRecent(recent, room, now)) {
            return recent;
        }
        StreamEvent tail = room.tail();
        SnapshotBase fresh = new SnapshotBase(tail, room.positionOf(tail, past.now()), now);
        room.snapshotBase(fresh);
        synchronized (this) {
            shared.add(fresh);
        }
        return fresh;
    }

    private static boolean isRecent(SnapshotBase base, Room room, long now) {
        return base.isShared()
                && now - base.createdNanos() < SHARED_FOR_NANOS
                && room.tail().sequence() - base.link().sequence() <= MOST_EVENTS_BEHIND
                && !base.isOverrun();
    }

    /**
     * The message that follows in a snapshot.
     *
     * @param afterPfaId the last record of the message before it; empty at the beginning
     * @param encoding of the client, which may not read compressed messages
     */
    SnapshotChunk chunk(Room room, SnapshotBase base, String afterPfaId, EventFilter filter, MessageEncoding encoding) {
        if (filter != EventFilter.ALL) {
            return build(room, base, afterPfaId, filter, encoding::deflate);
        }
        SnapshotChunk known = base.chunkAfter(afterPfaId);
        // Compressed whatever this client reads: the next one may read it.
        return known != null
                ? known
                : keep(base, afterPfaId, build(room, base, afterPfaId, filter, compressor::deflate));
    }

    private SnapshotChunk keep(SnapshotBase base, String afterPfaId, SnapshotChunk built) {
        synchronized (this) {
            if (!base.isShared() || bytes + built.bytes() > MOST_BYTES) {
                return built;
            }
            SnapshotChunk kept = base.keep(afterPfaId, built);
            if (kept == built) {
                bytes += built.bytes();
            }
            return kept;
        }
    }

    private SnapshotChunk build(
            Room room,
            SnapshotBase base,
            String afterPfaId,
            EventFilter filter,
            Function<byte[], byte @Nullable []> deflate) {
        ByteArrayOutputStream states = new ByteArrayOutputStream(MESSAGE_BYTES + 1024);
        String last = afterPfaId;
        boolean isLast = true;
        for (KeptRecord record :
                room.states().records().tailMap(afterPfaId, false).values()) {
            RecordState state = record.state();
            // A later state comes as an event behind the base.
            boolean included =
                    state.sequence() <= base.link().sequence() && filter.matches(state.type(), record.pfaId());
            if (included && states.size() > 0 && states.size() + state.json().length > MESSAGE_BYTES) {
                isLast = false;
                break;
            }
            if (included) {
                if (states.size() > 0) {
                    states.write(',');
                }
                states.writeBytes(state.json());
            }
            last = record.pfaId();
        }
        String position = isLast ? base.position() : TimePosition.BEFORE_ALL;
        byte[] json = json(room, position, states, isLast);
        return new SnapshotChunk(position, json, deflate.apply(json), last, isLast);
    }

    // All values that are not JSON already are ids, positions and moments, in which JSON escapes nothing.
    private byte[] json(Room room, String position, ByteArrayOutputStream states, boolean isLast) {
        long uncertainBefore = table.uncertainBefore(room.states());
        String head = "{\"type\":\"" + TYPE + "\",\"organizationId\":\"" + room.organizationId() + "\",\"timestamp\":\""
                + Timestamps.format(clock.instant())
                + (uncertainBefore == 0
                        ? ""
                        : "\",\"uncertainBefore\":\"" + Timestamps.format(Instant.ofEpochMilli(uncertainBefore)))
                + "\",\"states\":[";
        String end = "],\"last\":" + isLast + ",\"eventId\":\"" + position + "\"}";
        ByteArrayOutputStream json = new ByteArrayOutputStream(head.length() + states.size() + end.length());
        json.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        json.writeBytes(states.toByteArray());
        json.writeBytes(end.getBytes(StandardCharsets.UTF_8));
        return json.toByteArray();
    }

    /** Frees messages that were built some seconds ago. */
    void sweep() {
        long now = nanos.getAsLong();
        synchronized (this) {
            while (!shared.isEmpty() && now - shared.element().createdNanos() > KEPT_FOR_NANOS) {
                bytes -= shared.remove().unshare();
            }
        }
    }
}
