/**
 * A plain JSON client of the gateway that reconnects by itself: connects, resumes after the last message, drops
 * duplicates and prints. Treats everything it receives as data, never as terminal codes.
 */
@NullMarked
package com.pfavanguard.sync.cli.watch;

import org.jspecify.annotations.NullMarked;
