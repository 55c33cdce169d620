/**
 * Finds out whether a user's edit and PEMS's own changes touch the same fields, stores such conflicts in a broker
 * queue, and carries out a person's decision. The comparison itself is pure.
 */
@ApplicationModule(allowedDependencies = {"api", "event", "messaging", "pems", "roles", "security", "writequeue"})
@NullMarked
package com.pfavanguard.sync.conflict;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
