/**
 * Pauses the writes to PEMS of single organizations: an administrator asks one process, the broker tells all, and the
 * worker leaves the edits of the organization where they are. Edits are taken all the same.
 */
@ApplicationModule(allowedDependencies = {"event", "messaging", "security", "web"})
@NullMarked
package com.pfavanguard.sync.pauses;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
