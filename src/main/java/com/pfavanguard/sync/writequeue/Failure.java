package com.pfavanguard.sync.writequeue;

/**
 * Why an item has failed for good.
 *
 * @param code for programs, as in the domain reference (3.5)
 * @param error for the user, short and plain
 * @param retryCount retries used
 */
public record Failure(String code, String error, int retryCount) {}
