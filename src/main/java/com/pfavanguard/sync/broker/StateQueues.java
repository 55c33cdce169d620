package com.pfavanguard.sync.broker;

/** Finds the states at the broker that the gateway's link is connected to; another live one may have other messages. */
public interface StateQueues {

    /** Returns the states at the broker of this endpoint; does not connect yet. */
    StateQueue at(Endpoint link);
}
