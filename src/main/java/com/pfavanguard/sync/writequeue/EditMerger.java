package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges new items into waiting ones of the same modification and user: takes the waiting item out of the queue and
 * returns one item with the changes of both. Merges only with the last waiting item of a PFA, and only if no worker has
 * begun it: in any other place the merged item would overtake, or be overtaken by, the edits in between.
 */
final class EditMerger {

    /** Items not begun, and not moved back by hand after they had failed. */
    private static final Selector NOT_BEGUN =
            Selector.without(ItemMessage.STAGE).and(Selector.without(ItemMessage.FAILED_AT));

    private final DurableQueue waiting;

    EditMerger(DurableQueue waiting) {
        this.waiting = waiting;
    }

    /**
     * Returns the items to queue, in order. Only the first item of each PFA is merged: a later one would put the earlier
     * request's changes behind the items between them. Call it in the transaction that queues the result.
     */
    List<WriteItem> merge(Collection<WriteItem> items) {
        Map<String, ItemMessage> last = lastOfTheirRecords(items);
        List<WriteItem> inOrder = new ArrayList<>();
        for (WriteItem item : items) {
            inOrder.add(merged(item, last.remove(item.record())));
        }
        return inOrder;
    }

    /** Finds the last waiting message of each record for which one of these modifications waits. */
    private Map<String, ItemMessage> lastOfTheirRecords(Collection<WriteItem> items) {
        List<String> modifications = items.stream()
                .map(WriteItem::modificationIdOrNull)
                .filter(Objects::nonNull)
                .toList();
        if (modifications.isEmpty()) {
            return new HashMap<>();
        }
        Set<String> records = items.stream().map(WriteItem::record).collect(Collectors.toSet());
        Set<String> waitingToo = new HashSet<>();
        browse(
                NOT_BEGUN.and(Selector.whereIn(ItemMessage.MODIFICATION_ID, modifications)),
                message -> message.record().filter(records::contains).ifPresent(waitingToo::add));
        Map<String, ItemMessage> last = new HashMap<>();
        if (!waitingToo.isEmpty()) {
            // Includes items moved back by hand: they are never merged, but one of them may be the last.
            browse(
                    Selector.without(ItemMessage.STAGE).and(Selector.whereIn(ItemMessage.RECORD, waitingToo)),
                    message -> message.record().ifPresent(record -> last.merge(record, message, EditMerger::later)));
        }
        return last;
    }

    private void browse(Selector selector, Consumer<ItemMessage> look) {
        waiting.browse(selector, message -> look.accept(new ItemMessage(message)));
    }

    private static ItemMessage later(ItemMessage one, ItemMessage next) {
        return next.sentAt().isBefore(one.sentAt()) ? one : next;
    }

    private WriteItem merged(WriteItem item, @Nullable ItemMessage last) {
        if (last == null || last.isBack() || !isSameModification(item, last)) {
            return item;
        }
        WriteItem earlier;
        try {
            earlier = last.itemInQueue();
        } catch (PoisonedItemException e) {
            // The worker will fail it.
            return item;
        }
        // PEMS must not be told one user's name for another user's changes.
        if (!earlier.modifiedBy().equals(item.modifiedBy())) {
            return item;
        }
        // If a worker has taken it meanwhile, the new item is queued behind it.
        return waiting.take(NOT_BEGUN.and(ItemMessage.ITEM_ID, last.itemId().orElse("")), Duration.ZERO)
                .map(taken -> earlier.mergedWith(item))
                .orElse(item);
    }

    private static boolean isSameModification(WriteItem item, ItemMessage last) {
        return item.modificationIdOrNull() != null
                && last.message()
                        .property(ItemMessage.MODIFICATION_ID)
                        .equals(Optional.of(item.modificationIdOrNull()));
    }
}
