/**
 * The contract: what a sync event is, how it looks as JSON, and which broker address carries it. Every other room
 * speaks in these types; this one knows nobody.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
