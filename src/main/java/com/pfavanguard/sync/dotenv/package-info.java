/**
 * Reads environment variables from the file {@code .env} in the working directory, for the application and for the jar's
 * commands.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.dotenv;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
