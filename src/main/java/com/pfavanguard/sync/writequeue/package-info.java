/**
 * Where edits wait for PEMS: the REST way in, the items and the queue they lie in, those that have failed, and how it is
 * all going. Decides nothing about an item itself; that is the worker's business.
 */
@ApplicationModule(allowedDependencies = {"api", "event", "messaging", "pems", "roles", "security", "vital"})
@NullMarked
package com.pfavanguard.sync.writequeue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
