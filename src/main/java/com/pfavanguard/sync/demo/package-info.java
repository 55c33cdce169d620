/**
 * For trying things out: publishes the events of sample writes, which never reach PEMS, like any other backend; and plays
 * a demo day of real edits against the stand-in PEMS. No other module depends on it.
 */
@ApplicationModule(allowedDependencies = {"event", "pems", "producer", "roles", "security", "web", "writequeue"})
@NullMarked
package com.pfavanguard.sync.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
