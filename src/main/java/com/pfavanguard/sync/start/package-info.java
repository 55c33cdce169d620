/**
 * Lets each module say what it finds wrong with the settings and with what they point at, so that the command
 * {@code doctor} can ask without starting anything.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.start;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
