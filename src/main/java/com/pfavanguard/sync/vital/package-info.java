/**
 * Keeps the process alive or ends it: restarts vital threads that something thrown has ended, watches whether they make
 * progress, ends the process when the heap is exhausted, chooses pauses between failing attempts, and bounds the rate of
 * log lines. Every module may use it; it uses none.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.vital;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
