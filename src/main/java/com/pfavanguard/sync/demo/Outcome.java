package com.pfavanguard.sync.demo;

/** How a sample write ends, and so which events tell of it. */
enum Outcome {
    /** PEMS takes it at once. */
    SUCCESS,
    /** PEMS takes it at the second attempt. */
    RETRY,
    /** Somebody changed the same fields in PEMS. */
    CONFLICT,
    /** PEMS refuses it for good. */
    FAILED
}
