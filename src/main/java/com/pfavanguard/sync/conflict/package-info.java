/**
 * Where a user's edit and PEMS's own changes meet: whether they touch the same fields, and what becomes of the edit
 * once a person has decided. Compares and computes; talks to neither PEMS nor the broker while doing so.
 */
@ApplicationModule(allowedDependencies = {"event", "messaging", "pems"})
@NullMarked
package com.pfavanguard.sync.conflict;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
