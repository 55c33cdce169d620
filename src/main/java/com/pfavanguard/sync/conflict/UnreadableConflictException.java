package com.pfavanguard.sync.conflict;

/** A message among the conflicts holds none, or not the one its properties name. */
class UnreadableConflictException extends RuntimeException {

    UnreadableConflictException() {
        super("The message holds no conflict");
    }
}
