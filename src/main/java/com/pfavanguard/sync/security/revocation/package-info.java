/** Revoked access: the request of an administrator, its way through the broker, and what each process keeps of it. */
@NullMarked
package com.pfavanguard.sync.security.revocation;

import org.jspecify.annotations.NullMarked;
