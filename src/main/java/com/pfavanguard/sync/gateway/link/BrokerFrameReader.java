package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.link.BrokerFrame.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the broker's STOMP 1.2 frames off a stream, one after the other. Unlike a general decoder it survives what a
 * foreign producer can put into a message: a body of any size is skipped without being held, and a false
 * {@code content-length} (message properties become headers) costs that one frame, not the stream. To find its way back
 * it looks for the beginning of a MESSAGE frame of its own subscription, whose id nobody else knows.
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
     * @param maxBodyBytes largest body handed out; of a larger one only the headers are
     * @param subscriptionId id of the only subscription, unguessable
     */
    BrokerFrameReader(InputStream in, int maxBodyBytes, String subscriptionId) {
        this.in = in;
        this.maxBodyBytes = maxBodyBytes;
        // The line feed Artemis writes behind a frame or for a heart-beat, then the first header of every MESSAGE.
        this.ownFrameStart = ("\nMESSAGE\nsubscription:" + subscriptionId + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The next frame; heart-beats are passed over.
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
        // Without headers the line feeds behind the command are the end of it all.
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

    /** Whether more than heart-beats has come already, so that the next {@link #read} need not wait for its beginning. */
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

    /** Where the headers end; -1 if there are more of them than anybody needs. */
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
            // A length that is too long would swallow later frames, so the next one is looked for within the body.
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
        boolean lied = findOwnFrame(length);
        return new BrokerFrame(command, headers, new byte[0], lied ? Fault.MALFORMED : Fault.TOO_LARGE);
    }

    /**
     * Skips a body of {@code length} bytes, or, if it turns out not to end there, whatever comes before the next frame
     * of our own subscription.
     *
     * @return whether such a frame was looked for and found: the position is in front of it
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
                left = Long.MAX_VALUE; // no NUL behind the body: the length was a lie
            }
            // The pattern may have begun at the end of what is here, so that much is kept.
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
