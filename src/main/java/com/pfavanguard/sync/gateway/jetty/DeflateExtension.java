package com.pfavanguard.sync.gateway.jetty;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.compression.InflaterPool;
import org.eclipse.jetty.websocket.core.AbstractExtension;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.ProtocolException;
import org.eclipse.jetty.websocket.core.util.DemandChain;
import org.jspecify.annotations.Nullable;

/**
 * Reads the compressed messages of one client (RFC 7692). Unlike Jetty's extension it keeps no {@link Inflater} for the
 * session: it collects a message in its compressed form and borrows one when the message is complete. Both forms are
 * bounded by the largest message that a client may send (1009). Frames to the client pass unchanged; events are
 * compressed before they get here, see {@link ClientConnection#write}.
 *
 * <p>Jetty makes one for each session that negotiated it, and calls it as it reads frames.
 */
public final class DeflateExtension extends AbstractExtension implements DemandChain {

    private static final byte[] TAIL = {0, 0, -1, -1};

    private static final int LEAST_BUFFER = 256;
    // A message of a few bytes seldom has more than this when inflated; larger ones take another step.
    private static final int USUAL_RATIO = 4;

    private @Nullable DemandChain nextDemand;

    /** The message so far, compressed; {@code null} while none is under way. */
    private @Nullable ByteArrayOutputStream message;

    private byte opCode;

    @Override
    public boolean isRsv1User() {
        return true;
    }

    @Override
    public void setNextDemand(DemandChain next) {
        nextDemand = next;
    }

    @Override
    public void demand() {
        if (nextDemand != null) {
            nextDemand.demand();
        }
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (frame.isControlFrame()) {
            requireNoRsv1(frame, "control frame");
            nextIncomingFrame(frame, callback);
            return;
        }
        if (frame.getOpCode() == OpCode.CONTINUATION) {
            requireNoRsv1(frame, "continuation frame");
        } else if (message != null) {
            throw new ProtocolException("A message began before the end of another");
        } else if (frame.isRsv1()) {
            message = new ByteArrayOutputStream(frame.getPayloadLength());
            opCode = frame.getOpCode();
        }
        if (message == null) {
            nextIncomingFrame(frame, callback);
        } else {
            collect(message, frame, callback);
        }
    }

    private static void requireNoRsv1(Frame frame, String kind) {
        if (frame.isRsv1()) {
            throw new ProtocolException("RSV1 in a " + kind);
        }
    }

    private void collect(ByteArrayOutputStream compressed, Frame frame, Callback callback) {
        ByteBuffer payload = frame.getPayload();
        requireSize((long) compressed.size() + payload.remaining());
        byte[] part = new byte[payload.remaining()];
        payload.slice().get(part);
        compressed.write(part, 0, part.length);
        if (!frame.isFin()) {
            callback.succeeded();
            demand();
            return;
        }
        message = null;
        compressed.write(TAIL, 0, TAIL.length);
        Frame whole = new Frame(opCode, true, inflate(compressed.toByteArray()));
        nextIncomingFrame(whole, callback);
    }

    private ByteBuffer inflate(byte[] compressed) {
        InflaterPool.Entry borrowed = getInflaterPool().acquire();
        try {
            Inflater inflater = borrowed.get();
            inflater.setInput(compressed);
            byte[] out = new byte[Math.max(LEAST_BUFFER, USUAL_RATIO * compressed.length)];
            int length = 0;
            int more = inflater.inflate(out);
            while (more > 0) {
                length += more;
                requireSize(length);
                if (length == out.length) {
                    out = Arrays.copyOf(out, 2 * length);
                }
                more = inflater.inflate(out, length, out.length - length);
            }
            return ByteBuffer.wrap(out, 0, length);
        } catch (DataFormatException e) {
            throw new BadPayloadException("The message is not compressed with DEFLATE");
        } finally {
            borrowed.release();
        }
    }

    private void requireSize(long bytes) {
        long most = getConfiguration().getMaxTextMessageSize();
        if (bytes > most) {
            throw new MessageTooLargeException("Larger than " + most + " bytes");
        }
    }
}
