/**
 * The Artemis console beside the embedded broker: a small Jetty server of its own on a loopback port, with the
 * console's war in it, one admin and no view of anything but this broker.
 */
@NullMarked
package com.pfavanguard.sync.broker.console;

import org.jspecify.annotations.NullMarked;
