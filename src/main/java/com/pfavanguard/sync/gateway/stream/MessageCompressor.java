package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Compresses the JSON of large messages for permessage-deflate (RFC 7692), each message on its own. The result fits into
 * the frames of all sessions, so an event is compressed once, when it arrives, whoever hears it (decision 0037). Safe
 * for any thread.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class MessageCompressor {

    /** The empty block that ends what a compressor flushes. RFC 7692 section 7.2.1 takes it off the end of a message. */
    private static final int TAIL_BYTES = 4;

    private static final int BUFFER_BYTES = 8 * 1024;

    private final boolean enabled;
    private final long minBytes;
    private final Counter messages;
    private final Counter saved;

    // As many as threads compress at the same time: the link's and those of the fan-out.
    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();

    public MessageCompressor(CompressionProperties properties, MeterRegistry meters) {
        this.enabled = properties.enabled();
        this.minBytes = properties.minSize().toBytes();
        this.messages = meters.counter("sync.gateway.compression.messages");
        this.saved = Counter.builder("sync.gateway.compression.saved")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * The JSON as blocks of DEFLATE without the last {@link #TAIL_BYTES}; {@code null} if it is too small, or would not
     * become smaller.
     */
    public byte @Nullable [] deflate(byte[] json) {
        if (!enabled || json.length < minBytes) {
            return null;
        }
        byte[] deflated = compress(json);
        if (deflated.length >= json.length) {
            return null;
        }
        messages.increment();
        saved.increment(json.length - deflated.length);
        return deflated;
    }

    private byte[] compress(byte[] json) {
        Deflater known = idle.poll();
        Deflater deflater = known != null ? known : new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            ByteArrayOutputStream blocks = new ByteArrayOutputStream(json.length / 2);
            byte[] buffer = new byte[Math.min(BUFFER_BYTES, json.length + 64)];
            deflater.setInput(json);
            int length;
            do {
                length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                blocks.write(buffer, 0, length);
            } while (length == buffer.length);
            byte[] all = blocks.toByteArray();
            return Arrays.copyOf(all, all.length - TAIL_BYTES);
        } finally {
            deflater.reset();
            idle.add(deflater);
        }
    }
}
