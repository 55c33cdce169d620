package com.pfavanguard.sync.web;

import java.util.Optional;

/**
 * Explains a request whose address the server could not read, such as one with {@code %2F} in it. Implemented by the
 * module that owns the path. Safe for any thread.
 */
@FunctionalInterface
public interface UnreadableAddress {

    /** What to do about it; empty if the path belongs to another module. */
    Optional<String> detail(String path);
}
