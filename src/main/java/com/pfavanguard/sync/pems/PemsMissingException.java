package com.pfavanguard.sync.pems;

/** There is no PEMS to write to, and the stand-in must not pass for one. */
final class PemsMissingException extends RuntimeException {

    PemsMissingException(String why) {
        super(why);
    }
}
