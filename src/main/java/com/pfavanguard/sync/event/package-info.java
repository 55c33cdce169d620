/**
 * The contract: the sync events, their JSON, and the broker address that carries them. Every other module uses these
 * types; this one depends on none.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
