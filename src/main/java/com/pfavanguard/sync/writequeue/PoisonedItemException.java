package com.pfavanguard.sync.writequeue;

/** A message in the write queue that is no item. Trying again cannot help. The message holds no field values. */
public final class PoisonedItemException extends RuntimeException {

    PoisonedItemException(String why) {
        super(why);
    }
}
