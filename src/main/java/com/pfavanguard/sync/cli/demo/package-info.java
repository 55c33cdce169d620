/**
 * Plays a day of an organization against a running gateway, for people who want to see the events. A client like any
 * other: uses the gateway's REST API and stream, and the control interface of the stand-in PEMS.
 */
@NullMarked
package com.pfavanguard.sync.cli.demo;

import org.jspecify.annotations.NullMarked;
