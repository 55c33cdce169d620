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
 * Jetty's WebSocket connection, with a way past its frame by frame writer for events, which are bytes already and the
 * same for everybody. Either way is taken only while nothing is under way on the other, so no frame is ever cut by
 * another. Safe for any thread (decision 0019).
 */
public final class ClientConnection extends WebSocketConnection {

    private final WebSocketCoreSession session;
    private final EndPoint endPoint;
    // Where the socket is at hand (not with TLS): one plain write to it instead of a gathering one.
    private final @Nullable SocketChannel socket;

    private final Object lock = new Object();

    // All below: guarded by the lock.
    private boolean writingEvents;
    private int jettysFrames;
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

    /** Answers, pings, pongs and closes, ours and Jetty's own. They wait while events are being written. */
    @Override
    public void enqueueFrame(OutgoingEntry entry) {
        synchronized (lock) {
            closing |= entry.getFrame().getOpCode() == OpCode.CLOSE;
            if (writingEvents) {
                waiting().add(entry);
                return;
            }
            jettysFrames++;
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
        Callback counted = Callback.from(entry.getCallback(), this::jettysFrameIsWritten);
        super.enqueueFrame(new OutgoingEntry.Builder(entry).callback(counted).build());
    }

    private void jettysFrameIsWritten() {
        Runnable next;
        synchronized (lock) {
            jettysFrames--;
            if (jettysFrames > 0 || writingEvents || closing) {
                return;
            }
            next = whenReady;
            whenReady = null;
        }
        if (next != null) {
            next.run();
        }
    }

    /** As {@link com.pfavanguard.sync.gateway.stream.MessageSink#write} says. For one caller at a time. */
    public int write(Messages messages, Runnable ready) {
        synchronized (lock) {
            if (closing || writingEvents || jettysFrames > 0) {
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
        // Jetty waits until the socket can take it; if TLS has taken all and not sent it yet, this is empty.
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

    /** Now those that have waited, in their order, and only then whoever comes next. */
    private void written(Runnable ready) {
        while (true) {
            OutgoingEntry entry;
            synchronized (lock) {
                entry = waitingForEvents == null ? null : waitingForEvents.poll();
                if (entry == null) {
                    waitingForEvents = null;
                    writingEvents = false;
                    if (jettysFrames > 0 || closing) {
                        whenReady = ready;
                        return;
                    }
                    break;
                }
                jettysFrames++;
            }
            enqueueCounted(entry);
        }
        ready.run();
    }

    // As Jetty's own writer does.
    private void failed(Throwable cause) {
        synchronized (lock) {
            closing = true;
        }
        session.processConnectionError(cause, Callback.NOOP);
        written(() -> {});
        endPoint.close(cause);
    }
}
