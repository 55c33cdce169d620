package com.pfavanguard.sync.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How the gateway's one connection to the broker stands; for health and for the admin's eyes. */
public interface BrokerLinkStatus {

    /** Whether the link is connected and has read the past, so that live events are flowing. */
    boolean isUp();

    /** Whether it has ever been up since this process began. */
    boolean hasBeenUp();

    /** Since when {@link #isUp()} has been what it is. */
    Instant since();

    /** For how long, whatever happened to this machine's clock. */
    Duration lasting();

    /** Why events that the broker drops unread would not be noticed at the moment; empty if they would. */
    Optional<String> unwatched();

    /** Host and port of the broker. */
    String broker();
}
