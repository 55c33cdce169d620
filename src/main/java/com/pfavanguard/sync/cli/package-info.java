/**
 * Holds the jar's commands for people at a terminal and for scripts: publish one event, watch an organization's
 * stream, play a day of edits, make a token. Runs without Spring, as a client of the broker or the gateway like any
 * other. The running application never calls it.
 */
@ApplicationModule(allowedDependencies = {"broker", "dotenv", "event", "producer", "security", "web"})
@NullMarked
package com.pfavanguard.sync.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
