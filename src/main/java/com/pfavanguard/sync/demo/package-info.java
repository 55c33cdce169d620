/**
 * Sample writes for trying things out: publishes the events of a write to PEMS that never takes place. Knows the events
 * and how to publish them, like any other backend; nothing else depends on it.
 */
@ApplicationModule(allowedDependencies = {"event", "messaging", "roles"})
@NullMarked
package com.pfavanguard.sync.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
