package com.pfavanguard.sync.demo;

/** How a sample write ends, which decides its events. */
enum Outcome {
    /** PEMS takes it at once. */
    SUCCESS,
    /** PEMS takes it at the second attempt. */
    RETRY,
    /** The same fields were changed in PEMS. */
    CONFLICT,
    /** PEMS refuses it for good. */
    FAILED
}
