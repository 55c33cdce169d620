/**
 * Holds the work queues of this application's own producers, their JMS transactions, locks and the control log. Apart
 * from {@code producer}, {@code broker} and {@code cli}, no other module uses {@code jakarta.jms}. Knows the events, not
 * their readers.
 */
@ApplicationModule(allowedDependencies = {"event", "producer", "vital"})
@NullMarked
package com.pfavanguard.sync.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
