/**
 * Selects the roles of a process: gateway processes serve WebSocket clients, API processes take edits by REST, worker
 * processes write them to PEMS.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.roles;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
