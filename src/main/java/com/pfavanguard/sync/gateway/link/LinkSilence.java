package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.vital.Vital;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the broker of one connection has fallen silent, or that it still answers but no longer delivers.
 * Checked by the connection's second thread rather than by a time-out of the socket: with a time-out each read costs
 * three system calls instead of one.
 */
final class LinkSilence {

    private final Duration longest;
    private volatile long heardAt = System.nanoTime();
    private volatile long messageAt = System.nanoTime();
    private volatile @Nullable String verdict;

    LinkSilence(Duration longest) {
        this.longest = longest;
    }

    /** Notes each time that bytes arrive on {@code in}. */
    InputStream listenOn(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                heardAt = System.nanoTime();
                Vital.moved();
                return read;
            }
        };
    }

    /** A message of the subscription was read. */
    void messageRead() {
        messageAt = heardAt;
    }

    /**
     * Whether the connection has to be given up; {@link #verdict} says why.
     *
     * @param live whether the past has been read, so that markers come back at once
     */
    boolean isTooLong(LinkMarkers markers, boolean live) {
        long now = System.nanoTime();
        long nanos = longest.toNanos();
        if (now - heardAt > nanos) {
            verdict = "the broker has said nothing for " + longest.toMillis() + " ms";
            return true;
        }
        if (live && markers.isUnansweredFor(nanos, now) && now - messageAt > nanos) {
            verdict = "the broker no longer delivers what comes into its history";
            return true;
        }
        return false;
    }

    /** Why the connection was given up; {@code null} if it was not. */
    @Nullable String verdict() {
        return verdict;
    }
}
