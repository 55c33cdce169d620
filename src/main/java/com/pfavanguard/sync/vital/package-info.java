/**
 * Keeps the process honest about itself: threads it cannot do without are restarted when something thrown ends them,
 * and watched for having stopped moving; running out of memory ends the process; log lines have a bounded rate. Known
 * to every module, knows none.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.vital;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
