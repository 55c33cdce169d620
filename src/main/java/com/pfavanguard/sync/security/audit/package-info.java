/** Writes the audit log at a bounded rate, and warns of users who keep asking for organizations of others. */
@NullMarked
package com.pfavanguard.sync.security.audit;

import org.jspecify.annotations.NullMarked;
