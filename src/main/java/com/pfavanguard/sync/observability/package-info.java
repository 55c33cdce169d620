/** What admins and their monitoring look at: health, and what the start says. Reads other modules, changes nothing. */
@ApplicationModule(allowedDependencies = {"broker", "gateway", "pems", "roles", "security", "vital"})
@NullMarked
package com.pfavanguard.sync.observability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
