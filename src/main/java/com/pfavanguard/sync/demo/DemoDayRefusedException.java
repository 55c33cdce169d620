package com.pfavanguard.sync.demo;

/** A demo day could not begin; the message says why, for users. */
final class DemoDayRefusedException extends RuntimeException {

    DemoDayRefusedException(String why) {
        super(why);
    }
}
