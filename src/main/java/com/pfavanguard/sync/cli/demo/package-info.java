/**
 * A day in the life of an organization, played against a running instance for those who want to see what the events
 * mean. A client like any other: knows the instance by its REST API and its stream, and PEMS by the stand-in's control
 * interface.
 */
@NullMarked
package com.pfavanguard.sync.cli.demo;

import org.jspecify.annotations.NullMarked;
