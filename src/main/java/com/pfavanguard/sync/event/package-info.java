/**
 * The contract: what a sync event is, how it looks as JSON, and which broker address carries it. Every other module
 * speaks in these types; this one knows no other module.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
