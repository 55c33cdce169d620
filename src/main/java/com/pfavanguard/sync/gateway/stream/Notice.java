package com.pfavanguard.sync.gateway.stream;

/**
 * A message for one session that is not an event of its organization, for example that its token is about to expire.
 */
@FunctionalInterface
public interface Notice {

    /**
     * The message as UTF-8 JSON.
     *
     * @param position where the client stands; goes into {@code eventId}, which clients remember from every message
     */
    byte[] json(String position);
}
