package com.pfavanguard.sync.messaging;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.springframework.transaction.TransactionSystemException;

/** Says what a failure of the broker means for the operation that met it. */
public enum BrokerTrouble {
    /** The address or the broker is full; nothing was done. */
    FULL,
    /** The broker's disk is nearly full, so it refuses messages it must store; nothing was done. */
    DISK_FULL,
    /** The answer to the commit was lost: either everything was done or nothing. */
    OUTCOME_UNKNOWN,
    /** The broker cannot be reached or has refused; nothing was done. */
    UNAVAILABLE;

    /** Classifies a failure of work done in one transaction. */
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
            // Thrown by Spring's JmsTransactionManager if the commit or the rollback failed. Only a failed commit
            // leaves a doubt, but the two look alike here.
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
