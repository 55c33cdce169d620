/** Each organization's recent events, who listens, and the threads that hand events out. Knows neither STOMP clients nor sockets. */
@NullMarked
package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.NullMarked;
