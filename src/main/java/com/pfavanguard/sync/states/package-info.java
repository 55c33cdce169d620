/**
 * Answers requests for what the gateway knows: the states of an organization's records and its recent events (clients,
 * "First paint"). Knows how to ask and to write the answer; what the states are, the gateway knows.
 */
@ApplicationModule(allowedDependencies = {"api", "event", "gateway", "roles", "security"})
@NullMarked
package com.pfavanguard.sync.states;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
