/**
 * Who is asking and what they may do. So far only the questions; every caller is let in until an authentication answers
 * them.
 */
@ApplicationModule(allowedDependencies = {"event"})
@NullMarked
package com.pfavanguard.sync.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
