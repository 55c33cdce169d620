package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.pems.PfaFault;
import java.util.List;

/** A conflict cannot be settled this way; the conflict stays open. Says everything that is wrong with it. */
public final class InvalidResolutionException extends RuntimeException {

    // A list of records of text; Throwable being serialisable is no reason to make them so.
    private final transient List<PfaFault> faults;

    InvalidResolutionException(List<PfaFault> faults) {
        super("The resolution has " + faults.size() + " faults");
        this.faults = List.copyOf(faults);
    }

    public List<PfaFault> faults() {
        return faults;
    }
}
