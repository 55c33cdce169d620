package com.pfavanguard.sync.gateway.stream;

/** Something to tell one session that is no event of its organization, such as that its token is about to expire. */
@FunctionalInterface
public interface Notice {

    /**
     * The message as UTF-8 JSON.
     *
     * @param position where the client stands, for its {@code eventId}: clients remember that of every message
     */
    byte[] json(String position);
}
