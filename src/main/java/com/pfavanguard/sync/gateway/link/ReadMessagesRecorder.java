package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.link.ReadMessages.Snapshot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the {@link ReadMessagesFile} what the link reads, from the end of each reading of the past on. Does
 * nothing without a file, that is, for an external broker. Safe for any thread.
 */
final class ReadMessagesRecorder {

    private static final Logger log = LoggerFactory.getLogger(ReadMessagesRecorder.class);

    private final @Nullable ReadMessagesFile file;
    private final int ringSize;

    private @Nullable ReadMessages read;
    private String data = "";
    private long written;
    private boolean failed;
    private boolean isNew;

    ReadMessagesRecorder(@Nullable ReadMessagesFile file, int ringSize) {
        this.file = file;
        this.ringSize = ringSize;
    }

    /** Whether there is a file to record in, and nothing was recorded when it was loaded. */
    synchronized boolean isNew() {
        return isNew;
    }

    /** What the process before this one has recorded. */
    synchronized ReadMessagesFile.Contents load() {
        try {
            isNew = file != null && !file.exists();
            return file == null ? ReadMessagesFile.Contents.NOTHING : file.load();
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "The file read-messages in the broker's data directory cannot be read; messages that the broker"
                            + " lost while this process was down are not noticed",
                    e);
            return ReadMessagesFile.Contents.NOTHING;
        }
    }

    /** From now on records what has been read over this connection and what will be. */
    synchronized void follow(ReadMessages read, String data) {
        this.read = read;
        this.data = data;
        if (file != null) {
            attempt(() -> begin(file, read));
        }
    }

    /** Writes what has been read since the last time. */
    synchronized void flush() {
        ReadMessages following = read;
        if (file == null || following == null) {
            return;
        }
        attempt(() -> {
            // Three rings of messages, of which the older two are no longer needed.
            if (failed || file.entries() > 3L * ringSize) {
                begin(file, following);
            } else {
                Snapshot fresh = following.from(written);
                file.append(fresh);
                written += fresh.size();
            }
        });
    }

    private void begin(ReadMessagesFile file, ReadMessages read) throws IOException {
        Snapshot all = read.from(0);
        written = read.count();
        file.begin(data, ringSize, all);
    }

    /** Stops following the connection. */
    synchronized void close() {
        flush();
        read = null;
        if (file != null) {
            attempt(file::close);
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
                log.warn(
                        "The file read-messages in the broker's data directory cannot be written ({}); trying again",
                        e.toString());
            }
            failed = true;
        }
    }
}
