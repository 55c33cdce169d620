package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkerReserveTests {

    private final AtomicLong used = new AtomicLong();
    private final MarkerReserve reserve = new MarkerReserve();

    @BeforeEach
    void limit() {
        reserve.limit(used::get, 3_200);
    }

    @Test
    void onlyMarkersGetTheLastPartOfTheMemory() {
        used.set(3_101);

        assertThatThrownBy(() -> send("sync.org-rio")).isInstanceOf(ActiveMQAddressFullException.class);
        assertThatThrownBy(() -> send("pems.write")).isInstanceOf(ActiveMQAddressFullException.class);
        assertThatCode(() -> send(StompBroker.HISTORY_MARKER_ADDRESS)).doesNotThrowAnyException();
        assertThatCode(() -> send("activemq.management")).doesNotThrowAnyException();
    }

    @Test
    void everythingElseHasTheRest() {
        used.set(3_100);

        assertThatCode(() -> send("sync.org-rio")).doesNotThrowAnyException();
    }

    private void send(String address) throws ActiveMQException {
        reserve.beforeSend(null, null, new CoreMessage(1, 100).setAddress(address), false, false);
    }
}
