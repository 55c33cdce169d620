/**
 * Publishes sync events over JMS ({@link com.pfavanguard.sync.messaging.SyncEventPublisher}) and holds the producers' work
 * queues, their transactions, locks and the control log. Apart from {@code broker} and {@code cli}, no other module
 * uses {@code jakarta.jms}. Knows the events, not their readers.
 */
@ApplicationModule(allowedDependencies = {"event", "vital"})
@NullMarked
package com.pfavanguard.sync.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
