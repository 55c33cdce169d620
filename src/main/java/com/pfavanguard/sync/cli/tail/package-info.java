/**
 * Reads the tail of a gateway, {@code GET /actuator/tail}: the events of all organizations as Server-Sent Events, for
 * admins. Reconnects by itself and says what may be missing.
 */
@NullMarked
package com.pfavanguard.sync.cli.tail;

import org.jspecify.annotations.NullMarked;
