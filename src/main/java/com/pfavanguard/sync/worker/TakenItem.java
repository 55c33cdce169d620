package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.writequeue.ItemMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One item in a thread's hand, from taking it to what became of it. {@link ItemTaker} fills in what was taken,
 * {@link WorkStep} the result. Used by one thread.
 */
final class TakenItem {

    /** {@code null} if nothing was taken. */
    @Nullable QueueMessage message;

    /** The record (PFA of an organization) whose item it is; empty if the message names none. */
    String record = "";

    /** Whether its last attempt got no answer from PEMS. */
    boolean suspect;

    /** Whether the time of its next attempt has certainly come. */
    boolean due;

    /** What PEMS had answered when its last attempt ended, see {@link OutageDetector#mark}. */
    long mark;

    OutageDetector.@Nullable Probe probe;

    /** Of the attempt; {@code null} if nothing was taken. */
    @Nullable AttemptTrace trace;

    /** What became of it; {@code null} until the step is over, or if nothing was taken. */
    @Nullable Progress progress;

    /** Whether it waits because its organization's address takes no events. */
    boolean isSetAside;

    /** The organization the item belongs to, which also receives its events; empty if the message names none. */
    String organization() {
        return Optional.ofNullable(message)
                .flatMap(taken -> taken.property(ItemMessage.ORGANIZATION_ID))
                .orElseGet(() -> StartedItems.organization(record));
    }
}
