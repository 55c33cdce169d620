package com.pfavanguard.sync.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.ExampleEvents;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.springframework.jms.UncategorizedJmsException;

class SyncEventPublishExceptionTests {

    @Test
    void saysWhichEventWasNotTakenAndWhatTheBrokerSaid() {
        JMSException refusal = new JMSException("AMQ219058: Address \"sync.org-andes\" is full.");

        SyncEventPublishException exception = new SyncEventPublishException(
                ExampleEvents.SYNC_EVENTS.get("sync-success"), new UncategorizedJmsException(refusal));

        assertThat(exception)
                .hasMessageStartingWith("SYNC_SUCCESS for PFA PFA-70412 of organization org-andes was not published")
                .hasMessageContaining("AMQ219058: Address \"sync.org-andes\" is full.")
                .hasRootCause(refusal);
    }
}
