/**
 * Shared by the REST controllers of all modules: permission checks, problem JSON, strict JSON parsing, limits on body size
 * and request rate, and the OpenAPI description.
 */
@ApplicationModule(
        allowedDependencies = {"event", "messaging", "pems", "producer", "roles", "security", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
