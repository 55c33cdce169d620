/** Sends JSON requests to a gateway or to the stand-in PEMS. */
@NullMarked
package com.pfavanguard.sync.cli.http;

import org.jspecify.annotations.NullMarked;
