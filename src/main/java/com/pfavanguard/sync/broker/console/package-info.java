/**
 * Serves the Artemis console beside the embedded broker: a small Jetty server on a loopback port of its own, with the
 * console's war, one admin, and a view of this broker only.
 */
@NullMarked
package com.pfavanguard.sync.broker.console;

import org.jspecify.annotations.NullMarked;
