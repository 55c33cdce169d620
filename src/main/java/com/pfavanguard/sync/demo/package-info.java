/**
 * Publishes the events of sample writes, which never reach PEMS, for trying things out. Publishes like any other
 * backend; no other module depends on it.
 */
@ApplicationModule(allowedDependencies = {"event", "producer", "roles", "web"})
@NullMarked
package com.pfavanguard.sync.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
