/**
 * Sends what an attacker or a broken program may send. Every case names the right answer. During each case a {@link
 * com.pfavanguard.sync.hostile.Witness} must hear every event, and after it the gateway must hold no more than before
 * ({@link com.pfavanguard.sync.hostile.Baseline}).
 */
@NullMarked
package com.pfavanguard.sync.hostile;

import org.jspecify.annotations.NullMarked;
