package com.pfavanguard.sync.conflict;

/** A message in the conflict queues is not a conflict, or not the one its properties name. */
class UnreadableConflictException extends RuntimeException {

    UnreadableConflictException() {
        super("The message holds no conflict");
    }
}
