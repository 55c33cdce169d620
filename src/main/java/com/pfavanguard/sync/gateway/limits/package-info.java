/** Limits how much of the gateway one client, user, organization or address may use, and counts reached limits. */
@NullMarked
package com.pfavanguard.sync.gateway.limits;

import org.jspecify.annotations.NullMarked;
