/** What the REST controllers of all modules share: how errors look, how strictly JSON is read, the limit of a body. */
@ApplicationModule(allowedDependencies = {"event", "messaging", "pems", "roles", "security", "vital"})
@NullMarked
package com.pfavanguard.sync.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
