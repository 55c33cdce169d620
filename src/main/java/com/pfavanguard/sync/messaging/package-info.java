/**
 * How backend services tell the world: {@link com.pfavanguard.sync.messaging.SyncEventPublisher} and the JMS side of
 * it. Also the work queues of the producers, so that JMS is spoken in this room alone. Knows the events, not who listens.
 */
@ApplicationModule(allowedDependencies = {"event", "vital"})
@NullMarked
package com.pfavanguard.sync.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
