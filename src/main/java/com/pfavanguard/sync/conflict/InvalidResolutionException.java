package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.pems.PfaFault;
import java.util.List;

/** The decision on a conflict is invalid; the conflict stays open. Lists all faults. */
public final class InvalidResolutionException extends RuntimeException {

    // Not serialized: exceptions never leave the process.
    private final transient List<PfaFault> faults;

    InvalidResolutionException(List<PfaFault> faults) {
        super("The resolution has " + faults.size() + " faults");
        this.faults = List.copyOf(faults);
    }

    public List<PfaFault> faults() {
        return faults;
    }
}
