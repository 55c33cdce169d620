package com.pfavanguard.sync.producer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the producer kit.
 *
 * @param enabled Whether a SyncEventPublisher is configured.
 * @param retryFor How long publish() tries again if the broker cannot be reached or refuses an event for now. 0 tries
 *     once. A wrong login or address is not tried again, nor is anything in a JMS transaction.
 */
@ConfigurationProperties("sync.producer")
public record SyncProducerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5s") Duration retryFor) {

    public SyncProducerProperties {
        if (retryFor.isNegative()) {
            throw new IllegalArgumentException("sync.producer.retry-for must be 0 or more, and is " + retryFor);
        }
    }
}
