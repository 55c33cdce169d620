/**
 * Where items are taken from the queue and written to PEMS: how fast, how often, and how each one ends. Every item ends
 * in exactly one of SYNC_SUCCESS, SYNC_CONFLICT and SYNC_FAILED.
 */
@ApplicationModule(allowedDependencies = {"conflict", "event", "messaging", "pems", "roles", "security", "writequeue"})
@NullMarked
package com.pfavanguard.sync.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
