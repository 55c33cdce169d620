/**
 * Where a user's edit and PEMS's own changes meet: whether they touch the same fields, and what becomes of the edit
 * once a person has decided. Finding out is pure; what was found lies in a queue of the broker's until it is decided.
 */
@ApplicationModule(allowedDependencies = {"api", "event", "messaging", "pems", "roles", "security", "writequeue"})
@NullMarked
package com.pfavanguard.sync.conflict;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
