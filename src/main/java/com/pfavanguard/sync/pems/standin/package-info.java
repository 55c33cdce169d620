/**
 * A fake PEMS for development and tests, in the same jar, over real HTTP on the loopback address. Answers the contract,
 * keeps versions, and misbehaves in every way on request. Records are made up and lost at a restart.
 */
@NullMarked
package com.pfavanguard.sync.pems.standin;

import org.jspecify.annotations.NullMarked;
