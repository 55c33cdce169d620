package com.pfavanguard.sync.conflict;

/** A message among the conflicts holds none; only its property says that it is one. */
class UnreadableConflictException extends RuntimeException {

    UnreadableConflictException() {
        super("The message holds no conflict");
    }
}
