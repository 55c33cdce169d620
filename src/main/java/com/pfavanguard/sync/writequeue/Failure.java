package com.pfavanguard.sync.writequeue;

/**
 * Why an item has failed for good.
 *
 * @param code for programs: one of domain.md, "PEMS error codes", or of our own
 * @param error for the user, short and plain
 * @param retryCount retries used
 */
public record Failure(String code, String error, int retryCount) {}
