package com.example.ledger;

/** The ledger could not do what was asked. The message is shown to users. */
class LedgerException extends RuntimeException {

    LedgerException(String message) {
        super(message);
    }
}
