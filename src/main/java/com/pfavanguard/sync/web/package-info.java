/** What the HTTP servers of this process have in common: the one for clients, the console's, the stand-in PEMS's. */
@ApplicationModule(allowedDependencies = {"vital"})
@NullMarked
package com.pfavanguard.sync.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
