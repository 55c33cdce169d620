/** Which part of the application a process plays: a web tier serves sockets, a backend tier writes to PEMS. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.pfavanguard.sync.roles;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
