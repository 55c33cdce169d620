/** The one STOMP link to the broker and the virtual connections Spring's relay takes for it. */
@NullMarked
package com.pfavanguard.sync.gateway.relay;

import org.jspecify.annotations.NullMarked;
