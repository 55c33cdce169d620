/**
 * What somebody does who means ill, or whose program is broken. Every case says which answer is right; beside each a
 * {@link com.pfavanguard.sync.hostile.Witness} must hear every event, and after each the gateway must hold no more than
 * before ({@link com.pfavanguard.sync.hostile.Baseline}).
 */
@NullMarked
package com.pfavanguard.sync.hostile;

import org.jspecify.annotations.NullMarked;
