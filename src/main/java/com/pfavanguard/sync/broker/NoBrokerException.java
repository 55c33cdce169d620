package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Reports that one round over the brokers' addresses has found no broker that accepts this process. */
public class NoBrokerException extends IOException {

    private final List<Exception> failures;

    NoBrokerException(String message, Collection<Exception> failures) {
        super(message);
        this.failures = List.copyOf(failures);
        this.failures.forEach(this::addSuppressed);
    }

    /** Returns why each address that answered did not do. */
    public List<Exception> failures() {
        return failures;
    }
}
