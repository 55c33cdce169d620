package com.pfavanguard.sync.messaging;

import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * Tells how much memory the broker's messages take, all addresses together. At its limit the broker refuses every
 * message, also a worker's retry or an event; so code that accepts new work must stop well before.
 */
public final class BrokerMemory {

    private final BrokerManagement management;

    BrokerMemory(BrokerManagement management) {
        this.management = management;
    }

    /** Bytes of all messages, as the broker estimates them. */
    public long used() {
        return attribute("addressMemoryUsage");
    }

    /** The limit in bytes ({@code global-max-size}); 0 or negative if there is none. */
    public long limit() {
        return attribute("globalMaxSize");
    }

    private long attribute(String name) {
        return management.number(message -> JMSManagementHelper.putAttribute(message, "broker", name));
    }
}
