/**
 * Serves all HTTP servers of a process (for clients, for the console, for the stand-in PEMS): settings, limits for slow
 * requests, problem JSON and the pages that explain it, and protection of servers that listen on loopback.
 */
@ApplicationModule(allowedDependencies = {"vital"})
@NullMarked
package com.pfavanguard.sync.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
