/**
 * Reads and writes records in PEMS, the system of record: the fields of a PFA record, the validation rules and the HTTP
 * client. Includes a stand-in PEMS for development. Never retries and never limits its own rate; the worker does.
 */
@ApplicationModule(allowedDependencies = {"event", "roles", "start", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.pems;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
