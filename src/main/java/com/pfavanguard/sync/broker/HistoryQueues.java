package com.pfavanguard.sync.broker;

/**
 * Finds the history beside the gateway's link. Of several brokers only the one that the link is connected to is looked
 * at: another may be live too and have other messages.
 */
public interface HistoryQueues {

    /**
     * Returns the history of the broker at this endpoint; does not connect yet. Called when the link has connected there:
     * JMS leaves another broker then.
     */
    HistoryQueue at(Endpoint link);
}
