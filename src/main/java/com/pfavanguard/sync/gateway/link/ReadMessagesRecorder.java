package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.link.ReadMessages.Snapshot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link ReadMessagesFile} up to date with what the link reads, from the end of each reading of the past on. Without a
 * record (the broker is an external one) it does nothing. Safe for any thread.
 */
final class ReadMessagesRecorder {

    private static final Logger log = LoggerFactory.getLogger(ReadMessagesRecorder.class);

    private final @Nullable ReadMessagesFile record;
    private final int ringSize;

    private @Nullable ReadMessages read;
    private String data = "";
    private long written;
    private boolean failed;

    ReadMessagesRecorder(@Nullable ReadMessagesFile record, int ringSize) {
        this.record = record;
        this.ringSize = ringSize;
    }

    /** What the process before this one has left. */
    synchronized ReadMessagesFile.Contents kept() {
        try {
            return record == null ? ReadMessagesFile.Contents.NOTHING : record.load();
        } catch (IOException | RuntimeException e) {
            log.warn("The record of what was read from the broker is of no use; lost messages are not noticed", e);
            return ReadMessagesFile.Contents.NOTHING;
        }
    }

    /** From now on records what has been read over this connection, and what will be. */
    synchronized void follow(ReadMessages read, String data) {
        this.read = read;
        this.data = data;
        if (record != null) {
            attempt(() -> begin(record, read));
        }
    }

    /** Writes what has been read since the last time. */
    synchronized void flush() {
        ReadMessages following = read;
        if (record == null || following == null) {
            return;
        }
        attempt(() -> {
            // Three rings' worth, of which two are of no use to anybody any more.
            if (failed || record.entries() > 3L * ringSize) {
                begin(record, following);
            } else {
                Snapshot fresh = following.from(written);
                record.append(fresh);
                written += fresh.size();
            }
        });
    }

    private void begin(ReadMessagesFile record, ReadMessages read) throws IOException {
        Snapshot all = read.from(0);
        written = read.count();
        record.begin(data, ringSize, all);
    }

    /** Lets go of the connection that was followed. */
    synchronized void close() {
        flush();
        read = null;
        if (record != null) {
            attempt(record::close);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        try {
            writing.run();
            failed = false;
        } catch (IOException | RuntimeException e) {
            if (!failed) {
                log.warn("What is read from the broker cannot be recorded ({}); trying again", e.toString());
            }
            failed = true;
        }
    }
}
