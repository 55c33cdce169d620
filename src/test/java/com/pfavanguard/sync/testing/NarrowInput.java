package com.pfavanguard.sync.testing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Input of a WebSocket client with a small receive buffer that may have stopped reading for a long time. A kernel that
 * could not send for a while asks ever more rarely whether it may send again (persist timer, RFC 9293 section 3.8.6.1,
 * up to two minutes), and our kernel does not always announce an emptied small buffer by itself. Any packet announces
 * it too, so this class sends an unsolicited pong when nothing arrives.
 */
public final class NarrowInput extends FilterInputStream {

    private static final Duration NUDGE_AFTER = Duration.ofSeconds(1);

    private static final byte[] PONG = ClientFrames.of(ClientFrames.FIN | ClientFrames.PONG, "");

    private final Socket socket;

    // Before the answer to its handshake a client has no frames to send.
    private boolean upgraded;

    /** @param socket of the client; its time-out becomes this object's */
    public NarrowInput(Socket socket) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        socket.setSoTimeout((int) NUDGE_AFTER.toMillis());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long deadline = System.nanoTime() + WireClient.PATIENCE.toNanos();
        while (true) {
            try {
                int read = super.read(bytes, offset, length);
                upgraded = true;
                return read;
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                if (upgraded) {
                    nudge();
                }
            }
        }
    }

    private void nudge() {
        try {
            socket.getOutputStream().write(PONG);
        } catch (IOException e) {
            // The other side has closed; what it sent before, and the end of the stream, can still be read.
        }
    }
}
