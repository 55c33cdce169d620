package com.pfavanguard.sync.gateway.link;

import java.util.OptionalLong;

/**
 * Judges by the oldest message in the broker's ring whether the ring may have dropped messages that the link had not
 * read (decision 0028). The ring drops the oldest first. So if the oldest message was read before the previous look,
 * all messages dropped between the two looks had been read before they went. Otherwise some may have gone unread.
 */
final class GapCheck {

    enum Verdict {
        /** Nothing has gone unread since the last look. */
        NO_GAP,
        /** The oldest may be a message that was read but had no number. The next look covers this one's time too. */
        UNDECIDED,
        /** Something may have gone unread since the last look. */
        GAP
    }

    private final ReadMessages read;

    /** How many messages had certainly been read when the broker last answered. */
    private long sure;

    /** @param read what is read over one connection, at least one message of the usual priority */
    GapCheck(ReadMessages read) {
        this.read = read;
        this.sure = read.firstUsual() + 1;
    }

    /** Judges a last time after the connection has ended, by all that was read over it. */
    Verdict judgeAtLast(OptionalLong oldest) {
        return judge(oldest, read.count());
    }

    /**
     * Judges the broker's answer.
     *
     * @param oldest number of the oldest message in the ring; empty if there is none
     * @param askedAt how many messages had been read before the broker was asked
     */
    synchronized Verdict judge(OptionalLong oldest, long askedAt) {
        if (oldest.isPresent()) {
            long ordinal = read.ordinalOf(oldest.getAsLong());
            if (ordinal >= 0 && ordinal < sure) {
                read.forgetBefore(ordinal);
                sure = askedAt;
                return Verdict.NO_GAP;
            }
            long unknown = read.ordinalOf(ReadMessages.UNKNOWN);
            if (ordinal < 0 && unknown >= 0 && unknown < sure) {
                return Verdict.UNDECIDED;
            }
        }
        sure = askedAt;
        return Verdict.GAP;
    }
}
