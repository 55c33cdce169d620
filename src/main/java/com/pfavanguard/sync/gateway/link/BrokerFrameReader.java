package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.link.BrokerFrame.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the broker's STOMP 1.2 frames from a stream, one after another. Unlike a general decoder it survives what a
 * foreign producer can put into a message (decision 0011): it skips a body of any size without holding it, and a
 * wrong {@code content-length} (message properties become headers) costs that one frame, not the stream. To
 * resynchronize it searches for the start of a MESSAGE frame of its own subscription, whose id no producer knows.
 *
 * <p>For one thread.
 */
final class BrokerFrameReader {

    private static final int MAX_HEADER_BYTES = 256 * 1024;

    private static final byte[] MESSAGE = "MESSAGE".getBytes(StandardCharsets.UTF_8);

    private final InputStream in;
    private final int maxBodyBytes;
    private final byte[] ownFrameStart;

    private byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;

    /**
     * @param maxBodyBytes largest body returned; a frame with a larger one has its headers only
     * @param subscriptionId id of the only subscription, unguessable
     */
    BrokerFrameReader(InputStream in, int maxBodyBytes, String subscriptionId) {
        this.in = in;
        this.maxBodyBytes = maxBodyBytes;
        // The line feed that Artemis writes after a frame or as a heart-beat, then the first header of every MESSAGE.
        this.ownFrameStart = ("\nMESSAGE\nsubscription:" + subscriptionId + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The next frame; heart-beats are skipped.
     *
     * @throws EOFException when the broker has closed the connection
     */
    BrokerFrame read() throws IOException {
        skipHeartbeats();
        int headersEnd = findHeadersEnd();
        if (headersEnd < 0) {
            findOwnFrame(Long.MAX_VALUE);
            return new BrokerFrame("MESSAGE", BrokerHeaders.NONE, new byte[0], Fault.MALFORMED);
        }
        int commandEnd = BrokerHeaders.lineEnd(buffer, position, headersEnd);
        String command = command(commandEnd);
        // In a frame without headers the line feeds after the command end the header section.
        BrokerHeaders headers =
                commandEnd < headersEnd ? new BrokerHeaders(buffer, commandEnd + 1, headersEnd) : BrokerHeaders.NONE;
        position = headersEnd + 2;
        String length = headers.first("content-length");
        if (length == null) {
            return readUntilNul(command, headers);
        }
        long bodyLength = parseLength(length);
        if (bodyLength < 0) {
            findOwnFrame(Long.MAX_VALUE);
            return new BrokerFrame(command, headers, new byte[0], Fault.MALFORMED);
        }
        return bodyLength > maxBodyBytes
                ? skipBody(command, headers, bodyLength)
                : readBody(command, headers, (int) bodyLength);
    }

    /** Whether the start of another frame has arrived already. */
    boolean hasMore() {
        skipHeartbeatsAtHand();
        return position < limit;
    }

    private void skipHeartbeats() throws IOException {
        while (true) {
            skipHeartbeatsAtHand();
            if (position < limit) {
                return;
            }
            fill();
        }
    }

    private void skipHeartbeatsAtHand() {
        while (position < limit && (buffer[position] == '\n' || buffer[position] == '\r' || buffer[position] == 0)) {
            position++;
        }
    }

    /** Index at which the headers end; -1 if they exceed {@link #MAX_HEADER_BYTES}. */
    private int findHeadersEnd() throws IOException {
        int from = position;
        while (true) {
            for (int i = from; i + 1 < limit; i++) {
                if (buffer[i] == '\n' && buffer[i + 1] == '\n') {
                    return i;
                }
            }
            if (limit - position > MAX_HEADER_BYTES) {
                return -1;
            }
            int scanned = Math.max(0, limit - position - 1);
            fill();
            from = position + scanned;
        }
    }

    private String command(int end) {
        return Arrays.equals(buffer, position, end, MESSAGE, 0, MESSAGE.length)
                ? "MESSAGE"
                : new String(buffer, position, end - position, StandardCharsets.UTF_8);
    }

    private static long parseLength(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private BrokerFrame readUntilNul(String command, BrokerHeaders headers) throws IOException {
        int from = position;
        while (true) {
            for (int i = from; i < limit; i++) {
                if (buffer[i] == 0) {
                    byte[] body = Arrays.copyOfRange(buffer, position, i);
                    position = i + 1;
                    return new BrokerFrame(command, headers, body, Fault.NONE);
                }
            }
            if (limit - position > maxBodyBytes) {
                findOwnFrame(Long.MAX_VALUE);
                return new BrokerFrame(command, headers, new byte[0], Fault.TOO_LARGE);
            }
            int scanned = limit - position;
            fill();
            from = position + scanned;
        }
    }

    private BrokerFrame readBody(String command, BrokerHeaders headers, int length) throws IOException {
        while (true) {
            // A length that is too long would swallow later frames, so the next frame is searched for within the body.
            int found = indexOf(ownFrameStart);
            if (found >= 0 && found - position < length) {
                position = found + 1;
                return new BrokerFrame(command, headers, new byte[0], Fault.MALFORMED);
            }
            if (limit - position > length) {
                break;
            }
            fill();
        }
        if (buffer[position + length] != 0) {
            findOwnFrame(Long.MAX_VALUE);
            return new BrokerFrame(command, headers, new byte[0], Fault.MALFORMED);
        }
        byte[] body = Arrays.copyOfRange(buffer, position, position + length);
        position += length + 1;
        return new BrokerFrame(command, headers, body, Fault.NONE);
    }

    private BrokerFrame skipBody(String command, BrokerHeaders headers, long length) throws IOException {
        boolean wrongLength = findOwnFrame(length);
        return new BrokerFrame(command, headers, new byte[0], wrongLength ? Fault.MALFORMED : Fault.TOO_LARGE);
    }

    /**
     * Skips a body of {@code length} bytes. If it does not end there, skips everything up to the next frame of our own
     * subscription.
     *
     * @return whether it had to skip to such a frame; the position is in front of it then
     */
    private boolean findOwnFrame(long length) throws IOException {
        long left = length;
        while (true) {
            int found = indexOf(ownFrameStart);
            if (found >= 0 && found - position < left) {
                position = found + 1;
                return true;
            }
            int available = limit - position;
            if (left < available) {
                if (buffer[position + (int) left] == 0) {
                    position += (int) left;
                    return false;
                }
                left = Long.MAX_VALUE; // no NUL after the body: the length is wrong
            }
            // The pattern may have begun in the last bytes of the buffer, so these are kept.
            int passed = (int) Math.min(left, Math.max(0, available - (ownFrameStart.length - 1)));
            position += passed;
            left -= passed;
            fill();
        }
    }

    private int indexOf(byte[] pattern) {
        int last = limit - pattern.length;
        for (int i = position; i <= last; i++) {
            if (buffer[i] == pattern[0] && Arrays.equals(buffer, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i;
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            throw new EOFException("The broker has closed the connection");
        }
        limit += read;
    }
}
