/**
 * Where the message broker is: the embedded Artemis of a single machine, or the address of an external one. Hands out
 * the JMS connection factory and the STOMP address; never looks into a message.
 */
@ApplicationModule(allowedDependencies = {"event", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.broker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
