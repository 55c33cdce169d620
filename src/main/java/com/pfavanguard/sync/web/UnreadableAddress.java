package com.pfavanguard.sync.web;

import java.util.Optional;

/**
 * Explains a request whose address the server could not parse, such as one with {@code %2F}. Implemented by the package
 * that owns the path. Safe for any thread.
 */
@FunctionalInterface
public interface UnreadableAddress {

    /** What the client should do instead; empty if the path belongs to another package. */
    Optional<String> detail(String path);
}
