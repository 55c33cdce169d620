package com.pfavanguard.sync.writequeue;

/** A message in the write queue is not a valid item; trying again cannot help. The text holds no field values. */
public final class PoisonedItemException extends RuntimeException {

    PoisonedItemException(String why) {
        super(why);
    }
}
