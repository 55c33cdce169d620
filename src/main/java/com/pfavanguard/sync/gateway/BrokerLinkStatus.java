package com.pfavanguard.sync.gateway;

import java.time.Instant;

/** How the gateway's one connection to the broker stands; for health and for the admin's eyes. */
public interface BrokerLinkStatus {

    /** Whether the link is connected and has read the past, so that live events are flowing. */
    boolean isUp();

    /** Whether it has ever been up since this process began. */
    boolean hasBeenUp();

    /** Since when {@link #isUp()} has been what it is. */
    Instant since();

    /** Host and port of the broker. */
    String broker();
}
