/** What the REST controllers of all rooms share: how errors look, how strictly JSON is read, how long a body may be. */
@ApplicationModule(allowedDependencies = {"event", "messaging", "pems", "roles", "security", "vital"})
@NullMarked
package com.pfavanguard.sync.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
