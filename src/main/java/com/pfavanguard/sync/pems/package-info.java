/**
 * PEMS, the system of record, seen from here: what a PFA record consists of, what may be written to it, and the HTTP
 * client that reads and writes. Beside it a stand-in PEMS for development. Never retries and never limits its own
 * rate; that is the worker's business.
 */
@ApplicationModule(allowedDependencies = {"event", "roles", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.pems;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
