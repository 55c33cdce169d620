/**
 * A plain JSON client of the gateway that comes back by itself: connects, resumes where it was, drops doubles, and
 * prints. Takes everything it receives for data, never for terminal codes.
 */
@NullMarked
package com.pfavanguard.sync.cli.watch;

import org.jspecify.annotations.NullMarked;
