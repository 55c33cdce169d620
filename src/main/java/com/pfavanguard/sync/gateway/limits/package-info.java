/** How much of the gateway one client, user, organization or address may have, and the count of who wanted more. */
@NullMarked
package com.pfavanguard.sync.gateway.limits;

import org.jspecify.annotations.NullMarked;
