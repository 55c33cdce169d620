package com.example.ledger;

import com.pfavanguard.sync.event.PfaId;
import org.springframework.stereotype.Component;

/** Stands for the work that your backend does. */
@Component
class Ledger {

    /**
     * @return the record's new version
     * @throws LedgerException if the ledger has no such record
     */
    int copy(PfaId record) {
        if (record.value().startsWith("PFA-0")) {
            throw new LedgerException("The ledger has no record " + record);
        }
        return 8;
    }
}
