package com.pfavanguard.sync.messaging;

import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * How much memory the broker's messages take, all addresses together. At its limit the broker refuses whatever is sent,
 * be it a worker's retry or an event; so whoever brings in something new should stop well before.
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

    /** Bytes all messages may have ({@code global-max-size}); negative or 0 if there is no limit. */
    public long limit() {
        return attribute("globalMaxSize");
    }

    private long attribute(String name) {
        return management.number(message -> JMSManagementHelper.putAttribute(message, "broker", name));
    }
}
