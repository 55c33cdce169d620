/**
 * Examines a set-up for the command {@code doctor}: reads the settings as the application does, and looks at what they
 * point at. Changes nothing and starts nothing.
 */
@NullMarked
package com.pfavanguard.sync.cli.doctor;

import org.jspecify.annotations.NullMarked;
