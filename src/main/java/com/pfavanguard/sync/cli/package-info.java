/**
 * Holds the jar's commands for people at a terminal and for scripts: examine a set-up, publish one event, watch an
 * organization's stream, play a day of edits, make a token. Runs as a client of the broker or the gateway like any
 * other, without the application's beans. The running application never calls it.
 */
@ApplicationModule(
        allowedDependencies = {"broker", "dotenv", "event", "pems", "producer", "roles", "security", "start", "web"})
@NullMarked
package com.pfavanguard.sync.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
