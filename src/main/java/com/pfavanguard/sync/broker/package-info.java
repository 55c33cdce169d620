/**
 * Runs the embedded Artemis of a single machine, or knows the address of an external one. Provides the JMS connection
 * factory and the STOMP address; never reads events.
 */
@ApplicationModule(allowedDependencies = {"event", "start", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.broker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
