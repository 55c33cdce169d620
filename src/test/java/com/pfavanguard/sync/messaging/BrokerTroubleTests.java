package com.pfavanguard.sync.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQTransactionRolledBackException;
import org.junit.jupiter.api.Test;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class BrokerTroubleTests {

    private static BrokerTrouble of(Exception cause) {
        return BrokerTrouble.of(new UncategorizedJmsException("wrapped", cause));
    }

    @Test
    void aCommitWithoutAnAnswerMayHaveHappened() {
        assertThat(of(new TransactionSystemException("no answer"))).isEqualTo(BrokerTrouble.OUTCOME_UNKNOWN);
    }

    @Test
    void whatTheBrokerHasRolledBackHasNot() {
        assertThat(of(new TransactionSystemException("no", new ActiveMQTransactionRolledBackException())))
                .isEqualTo(BrokerTrouble.UNAVAILABLE);
    }

    @Test
    void aFullBrokerIsToldFromOneThatCannotBeReached() {
        assertThat(of(new ActiveMQAddressFullException("full"))).isEqualTo(BrokerTrouble.FULL);
        assertThat(of(new CannotCreateTransactionException("away"))).isEqualTo(BrokerTrouble.UNAVAILABLE);
    }
}
