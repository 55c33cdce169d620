package com.pfavanguard.sync.gateway.link;

import java.util.OptionalLong;

/**
 * Judges by the oldest message in the broker's ring whether the ring may have dropped any that the link had not read
 * (decision 0028). The ring drops the oldest first. So if at some time the oldest is one that the link had read before the
 * time of the last look, all that has gone between the two looks had been read when it went. If it is any other, something
 * may have gone unread.
 */
final class GapCheck {

    enum Verdict {
        /** Nothing has gone unread since the last look. */
        NO_GAP,
        /** The oldest is perhaps a message that was read but had no number. The next look covers this one's time too. */
        UNDECIDED,
        /** Something may have gone unread since the last look. */
        GAP
    }

    private final ReadMessages read;

    /** How many had been read for certain when the broker last answered. */
    private long sure;

    /** @param read what is read over one connection, of which a message of the usual priority has been read already */
    GapCheck(ReadMessages read) {
        this.read = read;
        this.sure = read.firstUsual() + 1;
    }

    /** Judges once more after the connection has ended, by all that was read over it. */
    Verdict judgeAtLast(OptionalLong oldest) {
        return judge(oldest, read.count());
    }

    /**
     * @param oldest the broker's answer
     * @param askedAt how many messages had been read before the broker was asked
     */
    synchronized Verdict judge(OptionalLong oldest, long askedAt) {
        if (oldest.isPresent()) {
            long place = read.ordinalOf(oldest.getAsLong());
            if (place >= 0 && place < sure) {
                read.forgetBefore(place);
                sure = askedAt;
                return Verdict.NO_GAP;
            }
            long unknown = read.ordinalOf(ReadMessages.UNKNOWN);
            if (place < 0 && unknown >= 0 && unknown < sure) {
                return Verdict.UNDECIDED;
            }
        }
        sure = askedAt;
        return Verdict.GAP;
    }
}
