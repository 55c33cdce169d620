package com.pfavanguard.sync.messaging;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.springframework.transaction.TransactionSystemException;

/** What a failure of the broker means to whoever wanted something of it. */
public enum BrokerTrouble {
    /** It takes no more messages for the moment; nothing was done. */
    FULL,
    /** Its disk is nearly full, so it takes no messages it would have to write; nothing was done. */
    DISK_FULL,
    /** Its answer to the commit was lost: all of it has been done, or nothing. */
    OUTCOME_UNKNOWN,
    /** It cannot be reached, or has refused; nothing was done. */
    UNAVAILABLE;

    /** Of a failure of anything done in one transaction. */
    public static BrokerTrouble of(Throwable failure) {
        if (isIn(failure, ActiveMQExceptionType.ADDRESS_FULL)) {
            return FULL;
        }
        if (isIn(failure, ActiveMQExceptionType.IO_ERROR)) {
            return DISK_FULL;
        }
        if (isIn(failure, ActiveMQExceptionType.TRANSACTION_ROLLED_BACK)) {
            return UNAVAILABLE;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // By Spring's JmsTransactionManager: it could not commit, or not roll back. Only a failed commit leaves a
            // doubt, but both look alike from here.
            if (cause instanceof TransactionSystemException) {
                return OUTCOME_UNKNOWN;
            }
        }
        return UNAVAILABLE;
    }

    private static boolean isIn(Throwable failure, ActiveMQExceptionType type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ActiveMQException told && told.getType() == type) {
                return true;
            }
        }
        return false;
    }
}
