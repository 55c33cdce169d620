package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.BrokerTrouble;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.writequeue.ItemMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes items out of a queue one by one, each in one transaction with what is told of it. Items of an organization whose
 * address is full stay until the next call. Called from one thread.
 */
final class ItemDrain {

    // Every organization left out makes the selector longer.
    private static final int MOST_FULL = 100;

    private final DurableQueue queue;
    private final Selector which;
    private final JmsTransactions transactions;
    private final Consumer<ItemMessage> handler;

    /** @param handler called in the transaction that takes the item */
    ItemDrain(DurableQueue queue, Selector which, JmsTransactions transactions, Consumer<ItemMessage> handler) {
        this.queue = queue;
        this.which = which;
        this.transactions = transactions;
        this.handler = handler;
    }

    /**
     * Handles the items there are at the moment, up to a maximum.
     *
     * @return whether the maximum was reached, so that there may be more
     */
    boolean handle(int most) {
        Set<String> full = new HashSet<>();
        int looks = 0;
        while (looks < most && full.size() < MOST_FULL && handleOne(full)) {
            looks++;
        }
        return looks == most;
    }

    private boolean handleOne(Set<String> full) {
        AtomicReference<@Nullable ItemMessage> taken = new AtomicReference<>();
        try {
            return transactions.call(() -> {
                Selector others = which.and(Selector.whereNot(ItemMessage.ORGANIZATION_ID, full));
                Optional<ItemMessage> next = queue.take(others, Duration.ZERO).map(ItemMessage::new);
                taken.set(next.orElse(null));
                next.ifPresent(handler);
                return next.isPresent();
            });
        } catch (RuntimeException e) {
            String organization = Optional.ofNullable(taken.get())
                    .flatMap(ItemMessage::organizationId)
                    .map(OrganizationId::value)
                    .orElseThrow(() -> e);
            if (BrokerTrouble.of(e) != BrokerTrouble.FULL || !full.add(organization)) {
                throw e;
            }
            return true;
        }
    }
}
