package com.pfavanguard.sync.pems;

/** No PEMS is configured, and the stand-in is not allowed. */
final class PemsMissingException extends RuntimeException {

    PemsMissingException(String why) {
        super(why);
    }
}
