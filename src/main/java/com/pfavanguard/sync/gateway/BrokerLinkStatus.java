package com.pfavanguard.sync.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** State of the gateway's one connection to the broker, for health, metrics and the start summary. */
public interface BrokerLinkStatus {

    /** Whether the link is connected and has read the past, so that live events flow. */
    boolean isUp();

    /** Whether the link has been up since this process started. */
    boolean hasBeenUp();

    /** When {@link #isUp()} changed last, by this machine's clock. */
    Instant since();

    /** How long ago {@link #isUp()} changed last; not affected when the clock is set. */
    Duration lasting();

    /** Why events that the broker drops unread would not be noticed at present; empty if they would be. */
    Optional<String> unwatched();

    /** Host and port of the broker that the link is connected to, or of each that it tries. */
    String broker();
}
