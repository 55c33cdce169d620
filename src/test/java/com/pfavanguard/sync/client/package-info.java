/** Tests of the npm package {@code @pfa-vanguard/sync-client} and of the recipes for clients, with Node.js and others. */
@NullMarked
package com.pfavanguard.sync.client;

import org.jspecify.annotations.NullMarked;
