/**
 * A PEMS that is not one: for development and tests, in the same jar, over real HTTP on the loopback address. Speaks
 * the contract, keeps versions, and misbehaves in every way it is told to. Made-up records, nothing kept over a
 * restart.
 */
@NullMarked
package com.pfavanguard.sync.pems.standin;

import org.jspecify.annotations.NullMarked;
