/** What admins and their machines look at: health, and what the start says. Reads the other rooms, changes nothing. */
@ApplicationModule(allowedDependencies = {"broker", "gateway", "pems", "roles", "security", "vital"})
@NullMarked
package com.pfavanguard.sync.observability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
