package com.pfavanguard.sync.gateway.jetty;

import com.pfavanguard.sync.gateway.stream.Messages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's WebSocket connection that also writes events directly to the socket. They are encoded already, so they need
 * no frame by frame writer. Never writes events while Jetty writes a frame, nor the other way round, so that frames do
 * not interleave. Safe for any thread (decision 0019).
 */
public final class ClientConnection extends WebSocketConnection {

    private final WebSocketCoreSession session;
    private final EndPoint endPoint;
    // Null with TLS. Otherwise events take one plain write to it instead of a gathering write.
    private final @Nullable SocketChannel socket;

    private final Object lock = new Object();

    // All fields below are guarded by the lock.
    private boolean writingEvents;
    private int jettyFrames;
    private boolean closing;
    private @Nullable Deque<OutgoingEntry> waitingForEvents;
    private @Nullable Runnable whenReady;

    ClientConnection(
            EndPoint endPoint,
            Executor executor,
            Scheduler scheduler,
            ByteBufferPool buffers,
            WebSocketCoreSession session) {
        super(endPoint, executor, scheduler, buffers, session);
        this.session = session;
        this.endPoint = endPoint;
        this.socket = endPoint instanceof SocketChannelEndPoint plain ? plain.getChannel() : null;
    }

    /** Whether the client has negotiated that messages may be compressed. */
    public boolean readsDeflated() {
        return session.isRsv1Used();
    }

    /** Takes answers, pings, pongs and closes, ours and Jetty's own. They wait while events are being written. */
    @Override
    public void enqueueFrame(OutgoingEntry entry) {
        synchronized (lock) {
            closing |= entry.getFrame().getOpCode() == OpCode.CLOSE;
            if (writingEvents) {
                waiting().add(entry);
                return;
            }
            jettyFrames++;
        }
        enqueueCounted(entry);
    }

    private Deque<OutgoingEntry> waiting() {
        if (waitingForEvents == null) {
            waitingForEvents = new ArrayDeque<>(1);
        }
        return waitingForEvents;
    }

    private void enqueueCounted(OutgoingEntry entry) {
        Callback counted = Callback.from(entry.getCallback(), this::jettyFrameWritten);
        super.enqueueFrame(new OutgoingEntry.Builder(entry).callback(counted).build());
    }

    private void jettyFrameWritten() {
        Runnable next;
        synchronized (lock) {
            jettyFrames--;
            if (jettyFrames > 0 || writingEvents || closing) {
                return;
            }
            next = whenReady;
            whenReady = null;
        }
        if (next != null) {
            next.run();
        }
    }

    /** Implements {@link com.pfavanguard.sync.gateway.stream.MessageSink#write}. One caller at a time. */
    public int write(Messages messages, Runnable ready) {
        synchronized (lock) {
            if (closing || writingEvents || jettyFrames > 0) {
                whenReady = ready;
                return 0;
            }
            writingEvents = true;
        }
        ByteBuffer bytes = messages.bytes();
        int all = bytes.remaining();
        boolean done;
        try {
            done = flush(bytes);
        } catch (IOException | RuntimeException e) {
            failed(e);
            return all;
        }
        if (done) {
            written(ready);
            return all;
        }
        int taken = all - bytes.remaining();
        int handedOver = taken == all ? all : messages.endOfMessageAt(taken);
        // Jetty writes the rest once the socket is writable. Empty if TLS has accepted all bytes but not sent them yet.
        ByteBuffer rest =
                ByteBuffer.allocate(handedOver - taken).put(bytes.limit(bytes.position() + handedOver - taken));
        endPoint.write(Callback.from(() -> written(ready), this::failed), rest.flip());
        return handedOver;
    }

    private boolean flush(ByteBuffer bytes) throws IOException {
        if (socket == null) {
            return endPoint.flush(bytes);
        }
        socket.write(bytes);
        return !bytes.hasRemaining();
    }

    /** Passes on the frames that waited, in their order, before the next events may be written. */
    private void written(Runnable ready) {
        while (true) {
            OutgoingEntry entry;
            synchronized (lock) {
                entry = waitingForEvents == null ? null : waitingForEvents.poll();
                if (entry == null) {
                    waitingForEvents = null;
                    writingEvents = false;
                    if (jettyFrames > 0 || closing) {
                        whenReady = ready;
                        return;
                    }
                    break;
                }
                jettyFrames++;
            }
            enqueueCounted(entry);
        }
        ready.run();
    }

    // Like Jetty's own writer.
    private void failed(Throwable cause) {
        synchronized (lock) {
            closing = true;
        }
        session.processConnectionError(cause, Callback.NOOP);
        written(() -> {});
        endPoint.close(cause);
    }
}
